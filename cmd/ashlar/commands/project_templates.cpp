#include "cmd/ashlar/commands/project_templates.hpp"

namespace ashlar::cli {

namespace {

constexpr std::string_view project_file = R"(name: ${PROJECT}
runtime: cpp
description: ${DESCRIPTION}
)";

// What the compile writes for editors holds paths of this machine.
constexpr std::string_view ignored_files = "/compile_flags.txt\n";

constexpr std::string_view empty_program = R"(#include <ashlar/ashlar.hpp>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    Config config{ctx};
    // Resources go here. What is exported shows up under `Outputs:` and in `ashlar stack output`.
    ctx.export_output("greeting", "Hello from " + ctx.stack());
  });
}
)";

constexpr std::string_view random_program = R"(#include <ashlar/ashlar.hpp>
#include <ashlar/random.hpp>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    random::RandomPet pet{ctx, "pet", {.length = 2}};
    ctx.export_output("name", pet.id());
  });
}
)";

constexpr std::string_view aws_program = R"(#include <ashlar/ashlar.hpp>
#include <ashlar/aws/ec2.hpp>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    Config config{ctx};
    aws::ec2::Vpc vpc{ctx, "main", {.cidr_block = config.get("cidr_block").value_or("10.0.0.0/16")}};
    aws::ec2::Subnet subnet{ctx, "main-a", {.vpc_id = vpc.id(), .cidr_block = "10.0.1.0/24"}, {.parent = vpc}};
    ctx.export_output("vpc_id", vpc.id());
  });
}
)";

std::vector<TemplateFile> with_program(std::string_view program) {
  return {{"Pulumi.yaml", project_file}, {".gitignore", ignored_files}, {"main.cpp", program}};
}

}  // namespace

const std::vector<ProjectTemplate>& project_templates() {
  static const std::vector<ProjectTemplate> templates = {
      {"cpp", "An empty C++ program", with_program(empty_program)},
      {"random-cpp", "A name drawn by chance: to try things out", with_program(random_program)},
      {"aws-cpp", "A network on AWS", with_program(aws_program)},
  };
  return templates;
}

std::string fill_in(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string filled;
  while (true) {
    const auto start = text.find("${");
    const auto end = start == std::string_view::npos ? start : text.find('}', start);
    if (end == std::string_view::npos) return filled + std::string(text);
    filled += text.substr(0, start);
    const auto value = values.find(std::string(text.substr(start + 2, end - start - 2)));
    filled += value == values.end() ? text.substr(start, end - start + 1) : std::string_view(value->second);
    text.remove_prefix(end + 1);
  }
}

}  // namespace ashlar::cli
