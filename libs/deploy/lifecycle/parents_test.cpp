// Parents and what children inherit (reference 3.2, 5.2, 5.3).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* disk_type = "pkg:m:Disk";

TEST(Parent, IsTheStackUnlessTheProgramNamesOne) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "data"); });

  EXPECT_EQ(s.find("data")->parent, s.urn("pulumi:pulumi:Stack", "project-test"));
  EXPECT_EQ(s.find("data")->urn.qualified_type(), disk_type);
}

TEST(Parent, StandsInTheUrnOfItsChildren) {
  Scenario s;
  s.up([](Script& p) {
    auto& outer = p.component("my:Outer", "outer");
    auto& inner = p.component("my:Inner", "inner").child_of(outer);
    p.resource(disk_type, "data").child_of(inner);
  });

  EXPECT_EQ(s.find("data")->urn.qualified_type(), "my:Outer$my:Inner$pkg:m:Disk");
}

TEST(Parent, ThatIsNotRegisteredIsAnError) {
  Scenario s;
  const auto nobody = s.urn("my:Group", "nobody");
  s.up([&](Script& p) { p.resource(disk_type, "data").with([&](Goal& goal) { goal.parent = nobody; }); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("has not been registered")));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(Reference, ToWhatIsNotRegisteredIsAnError) {
  const std::vector<std::function<void(Goal&, Urn)>> ways{
      [](Goal& goal, Urn urn) { goal.dependencies.push_back(std::move(urn)); },
      [](Goal& goal, Urn urn) { goal.property_dependencies["size"].push_back(std::move(urn)); },
      [](Goal& goal, Urn urn) { goal.deleted_with = std::move(urn); },
      [](Goal& goal, Urn urn) { goal.replace_with.push_back(std::move(urn)); },
      [](Goal& goal, const Urn&) { goal.provider = "urn:pulumi:test::project::pulumi:providers:pkg::nobody::id"; }};
  for (const auto& refer : ways) {
    Scenario s;
    const auto nobody = s.urn(disk_type, "nobody");
    s.up([&](Script& p) { p.resource(disk_type, "data").with([&](Goal& goal) { refer(goal, nobody); }); });

    EXPECT_TRUE(s.outcome.failed);
    EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("has not been registered")));
    EXPECT_THAT(s.names(), IsEmpty());
  }
}

TEST(Registration, TwiceUnderOneUrnIsAnError) {
  Scenario s;
  s.up([](Script& p) {
    auto& first = p.resource(disk_type, "data");
    p.resource(disk_type, "data").depends_on(first);
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("duplicate resource URN")));
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(Registration, TwiceUnderOneUrnTellsWhereBothAre) {
  Scenario s;
  s.up([](Script& p) {
    auto& first = p.resource(disk_type, "data");
    first.with([](Goal& goal) { goal.source_position = "project:///main.cpp#12,5"; });
    auto& second = p.resource(disk_type, "data");
    second.depends_on(first).with([](Goal& goal) { goal.source_position = "project:///more.cpp#3,1"; });
  });

  EXPECT_THAT(s.sink->errors,
              ElementsAre(AllOf(HasSubstr("first registered at main.cpp:12"), HasSubstr("and again at more.cpp:3"))));
}

TEST(Registration, UnderOneNameIsFineForTwoTypesOrParents) {
  Scenario s;
  s.up([](Script& p) {
    auto& group = p.component("my:Group", "group");
    p.resource(disk_type, "data");
    p.resource("pkg:m:Volume", "data");
    p.resource(disk_type, "data").child_of(group);
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.calls().size(), 3U);
}

TEST(Registration, OfACustomResourceNeedsATypeOfThreeParts) {
  Scenario s;
  s.up([](Script& p) { p.resource("Disk", "data"); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("'Disk' is no resource type")));
}

TEST(Registration, OfAComponentMayHaveAnyType) {
  Scenario s;
  s.up([](Script& p) { p.component("whatever", "group"); });

  EXPECT_FALSE(s.outcome.failed);
}

TEST(Dependencies, OfAResourceCountForAllItsPropertiesWhenTheProgramDoesNotTell) {
  Scenario s;
  s.up([](Script& p) {
    auto& a = p.resource(disk_type, "a");
    p.resource(disk_type, "b", {{"size", 1}, {"kind", "x"}}).depends_on(a).with([](Goal& goal) {
      goal.has_property_dependencies = false;
    });
  });

  const auto a = s.find("a")->urn;
  EXPECT_EQ(s.find("b")->property_dependencies,
            (std::map<std::string, std::vector<Urn>>{{"size", {a}}, {"kind", {a}}}));
}

/// A component with a setting, and below it, through another component, a resource that says nothing about it.
template <typename Set, typename Leaf>
const ResourceState& grandchild(Scenario& s, const Set& set, const Leaf& leaf) {
  s.up([&](Script& p) {
    auto& anchor = p.resource(disk_type, "anchor");
    auto& outer = p.component("my:Outer", "outer");
    set(outer, anchor);
    auto& inner = p.component("my:Inner", "inner").child_of(outer);
    leaf(p.resource(disk_type, "data").child_of(inner), anchor);
  });
  return *s.find("data");
}

const auto nothing = [](Declared&, Declared&) {};

TEST(Inheritance, OfProtect) {
  Scenario s;
  EXPECT_TRUE(grandchild(
                  s, [](Declared& outer, Declared&) { outer.protect(); }, nothing)
                  .protect);
}

TEST(Inheritance, OfProtectYieldsToAnExplicitFalse) {
  Scenario s;
  EXPECT_FALSE(grandchild(
                   s, [](Declared& outer, Declared&) { outer.protect(); },
                   [](Declared& data, Declared&) { data.protect(false); })
                   .protect);
}

TEST(Inheritance, OfRetainOnDelete) {
  Scenario s;
  const auto retain = [](Declared& outer, Declared&) { outer.with([](Goal& goal) { goal.retain_on_delete = true; }); };
  EXPECT_TRUE(grandchild(s, retain, nothing).retain_on_delete);
}

TEST(Inheritance, OfDeletedWith) {
  Scenario s;
  const auto& data = grandchild(
      s, [](Declared& outer, Declared& anchor) { outer.deleted_with(anchor); }, nothing);
  EXPECT_EQ(data.deleted_with, s.find("anchor")->urn);
}

TEST(Inheritance, OfTheProviderGoesToChildrenOfItsPackage) {
  Scenario s;
  s.up([](Script& p) {
    auto& provider = p.provider("pkg", "east");
    auto& parent = p.resource(disk_type, "parent").provided_by(provider);
    p.resource(disk_type, "same").child_of(parent);
    p.resource("other:m:Disk", "other").child_of(parent);
  });

  const auto east = s.find("east")->urn.text() + "::" + s.find("east")->id;
  EXPECT_EQ(s.find("same")->provider, east);
  EXPECT_NE(s.find("other")->provider, east);
}

TEST(Inheritance, OfProvidersComesFromTheNearestComponentThatChoosesOne) {
  Scenario s;
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east");
    auto& west = p.provider("pkg", "west");
    auto& other = p.provider("other", "elsewhere");
    auto& outer = p.component("my:Outer", "outer").provides("pkg", east).provides("other", other);
    auto& inner = p.component("my:Inner", "inner").child_of(outer).provides("pkg", west);
    p.resource(disk_type, "below-outer").child_of(outer);
    p.resource(disk_type, "below-inner").child_of(inner);
    p.resource("other:m:Disk", "from-above").child_of(inner);
    p.resource(disk_type, "explicit").child_of(inner).provided_by(east);
  });

  const auto provider_of = [&](const char* name) {
    return std::string(ProviderReference::parse(s.find(name)->provider)->urn.name());
  };
  EXPECT_EQ(provider_of("below-outer"), "east");
  EXPECT_EQ(provider_of("below-inner"), "west");
  EXPECT_EQ(provider_of("from-above"), "elsewhere");
  EXPECT_EQ(provider_of("explicit"), "east");
}

TEST(Inheritance, ComesFromWhatTheProgramSaysOfAParentThatIsLeftAsItIs) {
  Scenario s;
  const auto program = [](bool protect) {
    return [protect](Script& p) {
      auto& group = p.component("my:Group", "group").protect(protect);
      p.resource(disk_type, "data").child_of(group);
    };
  };
  s.up(program(false));
  s.options.targets = {s.find("data")->urn.text()};
  s.up(program(true));

  EXPECT_FALSE(s.find("group")->protect);
  EXPECT_TRUE(s.find("data")->protect);
}

TEST(Component, ThatBecomesACustomResourceIsReplaced) {
  Scenario s;
  s.up([](Script& p) { p.component(disk_type, "thing"); });
  s.up([](Script& p) { p.resource(disk_type, "thing"); });

  EXPECT_THAT(s.calls(), ElementsAre("create thing"));
  EXPECT_THAT(s.names(), ElementsAre("thing"));
  EXPECT_TRUE(s.find("thing")->custom);
}

TEST(Custom, ResourceThatBecomesAComponentIsDeleted) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "thing"); });
  s.up([](Script& p) { p.component(disk_type, "thing"); });

  EXPECT_THAT(s.calls(), ElementsAre("delete thing"));
  EXPECT_THAT(s.names(), ElementsAre("thing"));
  EXPECT_THAT(s.find("thing")->id, IsEmpty());
}

TEST(Reparenting, KeepsTheResourceWhenTheUrnStaysTheSame) {
  Scenario s;
  s.up([](Script& p) {
    p.component("my:Group", "left");
    p.component("my:Group", "right");
    p.resource(disk_type, "data").child_of(*p.declared[0]);
  });
  const auto id = s.find("data")->id;
  s.up([](Script& p) {
    p.component("my:Group", "left");
    auto& right = p.component("my:Group", "right");
    p.resource(disk_type, "data").child_of(right);
  });

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->id, id);
  EXPECT_EQ(s.find("data")->parent, s.find("right")->urn);
}

}  // namespace
}  // namespace ashlar::deploy::testing
