#include "fleet/testing/listening.hpp"

#include <gtest/gtest.h>

namespace ashlar::fleet {
namespace {

constexpr const char* tcp =
    R"(  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12346 1
   2: 0100007F:1F91 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 12347 1
)";
constexpr const char* tcp6 =
    "   0: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A 0:0 0:0 0\n"
    "   1: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0\n";

bool listens(const char* table, const char* address) { return listens_at(table, *SocketAddress::parse(address)); }

TEST(ListeningSockets, AreFoundByPortAndByAddress) {
  EXPECT_TRUE(listens(tcp, "tcp://8080"));
  EXPECT_TRUE(listens(tcp, "tcp://127.0.0.1:8080"));
  EXPECT_FALSE(listens(tcp, "tcp://10.0.0.1:8080"));
  EXPECT_FALSE(listens(tcp, "tcp://8081")) << "that one is a connection";
}

TEST(ListeningSockets, WithAWildcardAddressListenAtAllOfTheirFamily) {
  EXPECT_TRUE(listens(tcp, "tcp://10.0.0.1:22"));
  EXPECT_FALSE(listens(tcp, "tcp://[::1]:22"));
  EXPECT_TRUE(listens(tcp6, "tcp://10.0.0.1:443"));
  EXPECT_TRUE(listens(tcp6, "tcp://:::443"));
  EXPECT_TRUE(listens(tcp6, "tcp://[::1]:80"));
  EXPECT_FALSE(listens(tcp6, "tcp://127.0.0.1:80"));
}

TEST(ListeningSockets, MayBeFiles) {
  constexpr const char* table =
      "Num       RefCount Protocol Flags    Type St Inode Path\n"
      "0000000000000000: 00000002 00000000 00010000 0001 01 18000 /run/x.sock\n"
      "0000000000000000: 00000003 00000000 00000000 0001 03 18001 /run/y.sock\n";
  EXPECT_TRUE(listens(table, "unix:///run/x.sock"));
  EXPECT_FALSE(listens(table, "unix:///run/y.sock"));
}

TEST(SocketAddresses, ThatSayNothingAreRefused) {
  EXPECT_FALSE(SocketAddress::parse("443"));
  EXPECT_FALSE(SocketAddress::parse("http://443"));
  EXPECT_FALSE(SocketAddress::parse("tcp://99999"));
  EXPECT_FALSE(SocketAddress::parse("tcp://host:"));
}

}  // namespace
}  // namespace ashlar::fleet
