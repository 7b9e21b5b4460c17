#include <ashlar/ashlar.hpp>
#include <ashlar/random.hpp>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    random::RandomPet herd{ctx, "herd", {.length = 2}};
    for (const char* member : {"first", "second", "third"}) {
      random::RandomPet pet{ctx, member, {.prefix = herd.id()}};
      ctx.export_output(member, pet.id());
    }
  });
}
