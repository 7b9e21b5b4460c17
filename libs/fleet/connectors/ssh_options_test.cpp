#include "fleet/connectors/ssh_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/socket.h>

#include <fstream>

#include "base/temporary_directory.hpp"
#include "fleet/connectors/quoting.hpp"

namespace ashlar::fleet {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SshOptionsOfAHost : public ::testing::Test {
 protected:
  SshOptionsOfAHost() {
    surroundings.home = folder.path();
    surroundings.local_user = "me";
    surroundings.agent_socket = "/agent";
    surroundings.config_files = {folder.path() + "/config"};
  }

  void configure(const std::string& text) { std::ofstream(folder.path() + "/config") << text; }

  SshOptions options(SshRequest request) {
    auto found = ssh_options(request, surroundings);
    EXPECT_TRUE(found) << (found ? "" : found.error().message);
    return found ? *found : SshOptions{};
  }
  SshOptions options(const std::string& host) {
    SshRequest request;
    request.host = host;
    return options(request);
  }

  TemporaryDirectory folder;
  SshSurroundings surroundings;
};

TEST_F(SshOptionsOfAHost, WithoutAConfigurationAreOpenSshsOwn) {
  const auto found = options("web");
  EXPECT_EQ(found.host, "web");
  EXPECT_EQ(found.port, 22);
  EXPECT_EQ(found.user, "me");
  EXPECT_EQ(found.host_keys, HostKeyPolicy::known_only);
  EXPECT_EQ(found.known_hosts_files.front(), folder.path() + "/.ssh/known_hosts");
  EXPECT_EQ(found.usual_key_files.front(), folder.path() + "/.ssh/id_ed25519");
  EXPECT_EQ(found.agent_socket, "/agent");
}

TEST_F(SshOptionsOfAHost, TakeUserAndPortFromTheDestination) {
  const auto found = options("alice@web:2200");
  EXPECT_EQ(found.identity(), "alice@web:2200");
  EXPECT_EQ(options("[::1]:2200").identity(), "me@::1:2200");
  EXPECT_EQ(options("fe80::1").identity(), "me@fe80::1:22");
  SshRequest bad;
  bad.host = "web:99999";
  EXPECT_THAT(ssh_options(bad, surroundings).error().message, HasSubstr("port must be a number from 1 to 65535"));
}

TEST_F(SshOptionsOfAHost, TakeWhatTheRequestLeavesOpenFromTheConfiguration) {
  configure(R"(
Host web
  HostName %h.example.com
  User alice
  Port 2200
  IdentityFile ~/keys/%r
  UserKnownHostsFile ~/known /etc/known
  StrictHostKeyChecking accept-new
  ConnectTimeout 1m
  ServerAliveInterval 5
  ServerAliveCountMax 2
  Compression yes
  AddressFamily inet6
)");
  const auto found = options("web");
  EXPECT_EQ(found.name, "web");
  EXPECT_EQ(found.identity(), "alice@web.example.com:2200");
  EXPECT_THAT(found.usual_key_files, ElementsAre(folder.path() + "/keys/alice"));
  EXPECT_THAT(found.known_hosts_files, ElementsAre(folder.path() + "/known", "/etc/known"));
  EXPECT_EQ(found.host_keys, HostKeyPolicy::accept_new);
  EXPECT_EQ(found.connect_timeout, seconds(60));
  EXPECT_EQ(found.keep_alive_interval, seconds(5));
  EXPECT_EQ(found.keep_alive_count, 2);
  EXPECT_TRUE(found.compression);
  EXPECT_EQ(found.address_family, AF_INET6);

  SshRequest request;
  request.host = "bob@web";
  request.port = 22;
  request.host_keys = HostKeyPolicy::known_only;
  request.connect_timeout = seconds(3);
  const auto asked = options(request);
  EXPECT_EQ(asked.identity(), "bob@web.example.com:22");
  EXPECT_EQ(asked.host_keys, HostKeyPolicy::known_only);
  EXPECT_EQ(asked.connect_timeout, seconds(3));
}

TEST_F(SshOptionsOfAHost, LeadThroughTheJumpHostsInTurn) {
  configure("Host outer\n HostName outer.example.com\nHost web\n ProxyJump alice@outer,inner:2200\n");
  SshRequest request;
  request.host = "web";
  request.password = "secret of the target";
  const auto found = options(request);
  EXPECT_EQ(found.identity(), "alice@outer.example.com:22 me@inner:2200 me@web:22");
  EXPECT_EQ(found.jump->password, "") << "it is not for other hosts";
}

TEST_F(SshOptionsOfAHost, RefuseJumpsThatLeadInACircleAndProxyCommands) {
  configure("Host a\n ProxyJump b\nHost b\n ProxyJump a\nHost c\n ProxyCommand nc %h %p\n");
  SshRequest request;
  request.host = "a";
  EXPECT_THAT(ssh_options(request, surroundings).error().message, HasSubstr("circle"));
  request.host = "c";
  EXPECT_THAT(ssh_options(request, surroundings).error().help, HasSubstr("ProxyJump"));
}

TEST_F(SshOptionsOfAHost, TryOnlyTheConfiguredKeysBeforeTheAgentIfAskedTo) {
  std::ofstream(folder.path() + "/key") << "x";
  configure("Host *\n IdentitiesOnly yes\n IdentityFile ~/key\n IdentityFile ~/absent\n IdentityAgent none\n");
  const auto found = options("web");
  EXPECT_THAT(found.key_files, ElementsAre(folder.path() + "/key"));
  EXPECT_THAT(found.usual_key_files, ElementsAre());
  EXPECT_EQ(found.agent_socket, "");
}

TEST(SshDurations, AreSumsOfUnits) {
  EXPECT_EQ(parse_ssh_duration("90"), seconds(90));
  EXPECT_EQ(parse_ssh_duration("1h30m"), seconds(5400));
  EXPECT_EQ(parse_ssh_duration("2D"), seconds(172800));
  EXPECT_EQ(parse_ssh_duration("soon"), std::nullopt);
  EXPECT_EQ(parse_ssh_duration("5x"), std::nullopt);
}

TEST(QuotedWords, AreWhatAShellReadsBack) {
  EXPECT_EQ(quote_words({"/bin/ls", "-l", "a b", "it's", "", "$HOME"}), R"(/bin/ls -l 'a b' 'it'\''s' '' '$HOME')");
}

}  // namespace
}  // namespace ashlar::fleet
