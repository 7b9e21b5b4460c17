#include "simulation/program_generator.hpp"

#include <algorithm>

namespace ashlar::simulation {

using deploy::testing::Declared;
using deploy::testing::Script;

ProgramGenerator::ProgramGenerator(Dice& dice) : dice_(dice) {
  for (std::size_t i = 0, count = 2 + dice_.pick(8); i < count; ++i) add();
}

void ProgramGenerator::add() {
  Wanted wanted;
  wanted.name = "r" + std::to_string(names_++);
  wanted.component = dice_.one_in(6);
  wanted.size = static_cast<int>(dice_.pick(3));
  wanted.kind = static_cast<int>(dice_.pick(2));
  wanted.delete_first = dice_.one_in(3);
  wanted.retain = dice_.one_in(12);
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (wanted_[i].component) {
      if (wanted.parent == Wanted::none && dice_.one_in(3)) wanted.parent = i;
    } else if (dice_.one_in(4)) {
      (dice_.one_in(2) ? wanted.uses : wanted.mentions).push_back(i);
    } else if (wanted.deleted_with == Wanted::none && dice_.one_in(10)) {
      wanted.deleted_with = i;
    }
  }
  wanted_.push_back(std::move(wanted));
}

void ProgramGenerator::remove(std::size_t index) {
  wanted_.erase(wanted_.begin() + static_cast<std::ptrdiff_t>(index));
  for (auto& other : wanted_) {
    for (auto* list : {&other.uses, &other.mentions}) {
      std::erase(*list, index);
      for (auto& position : *list) position -= position > index ? 1 : 0;
    }
    for (auto* position : {&other.parent, &other.deleted_with}) {
      if (*position == index) *position = Wanted::none;
      if (*position != Wanted::none && *position > index) --*position;
    }
  }
}

void ProgramGenerator::change() {
  for (std::size_t i = 0, count = dice_.pick(4); i < count; ++i) {
    if (wanted_.empty() || dice_.one_in(4)) {
      add();
      continue;
    }
    const auto index = dice_.pick(wanted_.size());
    auto& wanted = wanted_[index];
    switch (dice_.pick(5)) {
      case 0:
        remove(index);
        break;
      case 1:
        ++wanted.kind;
        break;
      case 2:
        wanted.delete_first = !wanted.delete_first;
        break;
      default:
        ++wanted.size;
        break;
    }
  }
}

void ProgramGenerator::write(Script& script) const {
  std::vector<Declared*> declared;
  for (const auto& wanted : wanted_) {
    PropertyMap inputs{{"size", wanted.size}, {"kind", wanted.kind}};
    PropertyArray uses, mentions;
    for (const auto index : wanted.uses) uses.push_back(Script::output(*declared[index], "id"));
    for (const auto index : wanted.mentions) mentions.push_back(Script::output(*declared[index], "id"));
    if (!uses.empty()) inputs.emplace("uses", std::move(uses));
    if (!mentions.empty()) inputs.emplace("mentions", std::move(mentions));
    if (wanted.deleted_with != Wanted::none)
      inputs.emplace("within", Script::output(*declared[wanted.deleted_with], "id"));
    auto& resource = wanted.component ? script.component("pkg:m:Group", wanted.name)
                                      : script.resource("pkg:m:Thing", wanted.name, inputs);
    resource.with([&](Goal& goal) {
      if (wanted.delete_first) goal.delete_before_replace = true;
      if (wanted.retain) goal.retain_on_delete = true;
      goal.import_id = wanted.import_id;
    });
    if (!wanted.read_id.empty() && !wanted.component) resource.read(wanted.read_id);
    if (wanted.deleted_with != Wanted::none && !wanted.component) resource.deleted_with(*declared[wanted.deleted_with]);
    if (wanted.parent != Wanted::none) resource.child_of(*declared[wanted.parent]);
    declared.push_back(&resource);
  }
}

}  // namespace ashlar::simulation
