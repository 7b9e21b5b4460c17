#include "plugin/call_log.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/temporary_directory.hpp"

namespace ashlar::plugin {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class CallLogTest : public testing::Test {
 protected:
  [[nodiscard]] std::string text() const {
    std::ostringstream all;
    all << std::ifstream(file_).rdbuf();
    return all.str();
  }
  [[nodiscard]] std::vector<json> lines() const {
    std::vector<json> result;
    std::istringstream in(text());
    for (std::string line; std::getline(in, line);) result.push_back(json::parse(line));
    return result;
  }

  TemporaryDirectory directory_;
  std::filesystem::path file_ = std::filesystem::path(directory_.path()) / "calls.json";
  std::shared_ptr<CallLog> log_ = *CallLog::open(file_);
};

TEST_F(CallLogTest, TellsOfACallWhenItBeginsAndWhenItEnds) {
  log_->begun({"resource", "random"}, "/p.R/Check", R"({"urn":"u"})");
  CallLog::Ending ending;
  ending.response = R"({"inputs":{}})";
  log_->ended({"resource", "random"}, "/p.R/Check", R"({"urn":"u"})", ending);
  ending = {.response = "", .error = "no such thing"};
  log_->ended({}, "/p.M/Invoke", "{}", ending);

  const auto told = lines();
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0]["metadata"], (json{{"mode", "client"}, {"kind", "resource"}, {"name", "random"}}));
  EXPECT_EQ(told[0]["progress"], "request_started");
  EXPECT_FALSE(told[0].contains("response"));
  EXPECT_EQ(told[1]["response"], (json{{"inputs", json::object()}}));
  EXPECT_EQ(told[2]["metadata"], (json{{"mode", "server"}}));
  EXPECT_EQ(told[2]["errors"], json::array({"no such thing"}));
}

TEST_F(CallLogTest, OnlyItsOwnerCanReadIt) {
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file_).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(CallLogTest, KeepsSecretsOutWhetherTheyAreMarkedOrHaveBeen) {
  log_->begun({}, "/p.M/RegisterResource",
              R"({"object":{"key":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270",
                  "value":{"deep":["hunter22"]}}}})");
  log_->begun({"resource", "old"}, "/p.R/Create",
              R"({"properties":{"key":{"deep":["hunter22"]},"url":"x:hunter22@y"}})");
  log_->begun({"language", "python"}, "/p.L/Run",
              R"({"config":{"p:a":"open","p:b":"abc"},"configSecretKeys":["p:b"]})");

  EXPECT_THAT(text(), Not(HasSubstr("hunter22")));
  const auto told = lines();
  EXPECT_EQ(told[1]["request"]["properties"]["url"], "x:[secret]@y");
  EXPECT_EQ(told[2]["request"]["config"], (json{{"p:a", "open"}, {"p:b", "[secret]"}}));
}

}  // namespace
}  // namespace ashlar::plugin
