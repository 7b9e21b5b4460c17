/// C++ programs under the ecosystem's own CLI: our language host and SDK against an engine that is not ours.

#include <gmock/gmock.h>

#include "oracle/both_tools.hpp"

namespace ashlar::oracle {
namespace {

using ::testing::HasSubstr;

class CppPrograms : public BothTools {
 protected:
  void prepare() override {
    write_file(project() / "Pulumi.yaml", "name: pets\nruntime: cpp\n");
    must(genuine({"stack", "init", "dev"}));
  }
  void write_program(const std::string& text) const { write_file(project() / "main.cpp", text); }
};

constexpr const char* pet_program = R"(#include <ashlar/ashlar.hpp>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    Config config{ctx};
    CustomResource pet{ctx, "random:index/randomPet:RandomPet", "pet", {{"length", config.require_int("words")}}};
    CustomResource password{ctx, "random:index/randomPassword:RandomPassword", "password", {{"length", 20}}};
    ctx.export_output("greeting", format("hello {}", pet.id()));
    ctx.export_output("password", password.output("result").as_secret());
  });
}
)";

TEST_F(CppPrograms, RunsAProgramToItsOutputs) {
  write_program(pet_program);
  genuine({"config", "set", "words", "3"});

  const auto said = genuine({"up", "--yes"});

  EXPECT_EQ(said.code(), 0) << said.out << said.err;
  const auto greeting = genuine({"stack", "output", "greeting"}).out;
  EXPECT_THAT(greeting, ::testing::MatchesRegex("hello [a-z]+-[a-z]+-[a-z]+\n"));
  EXPECT_THAT(genuine({"stack", "output"}).out, HasSubstr("[secret]"));
  EXPECT_EQ(genuine(preview).code(), 0);
  EXPECT_EQ(genuine({"destroy", "--yes"}).code(), 0);
}

TEST_F(CppPrograms, NamesTheConfigurationValueThatIsMissingAndWhereItWasAskedFor) {
  write_program(pet_program);

  const auto said = genuine(up);

  EXPECT_NE(said.code(), 0);
  EXPECT_THAT(said.out + said.err, HasSubstr("missing required configuration value 'pets:words'"));
  EXPECT_THAT(said.out + said.err, HasSubstr("at main.cpp:7"));
}

TEST_F(CppPrograms, ShowsTheCompilersWordsForAProgramThatDoesNotCompile) {
  write_program("int main() { return nothing; }\n");

  const auto said = genuine({"preview"});

  EXPECT_NE(said.code(), 0);
  EXPECT_THAT(said.out + said.err, HasSubstr("main.cpp:1:21: error: "));
}

TEST_F(CppPrograms, ShowsAnExceptionWithTheResourceThatNeededTheValue) {
  write_program(R"(#include <ashlar/ashlar.hpp>
#include <stdexcept>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    CustomResource pet{ctx, "random:index/randomPet:RandomPet", "pet"};
    auto prefix = pet.id().apply([](std::string) -> std::string { throw std::runtime_error("no such animal"); });
    CustomResource other{ctx, "random:index/randomPet:RandomPet", "other", {{"prefix", prefix}}};
  });
}
)");

  const auto said = genuine(up);

  EXPECT_NE(said.code(), 0);
  EXPECT_THAT(said.out + said.err,
              HasSubstr("random:index/randomPet:RandomPet \"other\" (main.cpp:9): no such animal"));
  EXPECT_THAT(said.out + said.err, HasSubstr("at main.cpp:8"));
}

}  // namespace
}  // namespace ashlar::oracle
