#pragma once

#include "ashlar/input.hpp"

namespace ashlar {

class Context;
struct ResourceOptions;

namespace sdk {

struct ResourceNode;
using ResourceRef = std::shared_ptr<ResourceNode>;

/// What is known of a resource type apart from its properties. A constant of the type's source file.
struct TypeInfo {
  const char* token = "";    ///< `aws:ec2/vpc:Vpc`
  const char* version = "";  ///< of the package that the type was described by
  std::vector<const char*> secret_outputs{};
  std::vector<const char*> former_tokens{};
  std::vector<const char*> replace_on_changes{};
  const char* download_url = "";
  bool remote = false;  ///< a component that its provider constructs
};

}  // namespace sdk

/// A handle of a resource of this run: cheap to copy, all copies are the same resource. A default-constructed handle
/// names none. Belongs to the thread that runs the program.
class Resource {
 public:
  Resource() noexcept;
  Resource(const Resource& other);
  Resource(Resource&& other) noexcept;
  Resource& operator=(const Resource& other);
  Resource& operator=(Resource&& other) noexcept;
  ~Resource();

  /// Whether it names a resource.
  explicit operator bool() const { return node_ != nullptr; }

  [[nodiscard]] const std::string& type() const;
  [[nodiscard]] const std::string& name() const;
  /// `urn:pulumi:…`, known once the engine has answered.
  [[nodiscard]] Output<std::string> urn() const;

  /// For the SDK's own code.
  explicit Resource(sdk::ResourceRef node) noexcept;
  [[nodiscard]] const sdk::ResourceRef& node() const { return node_; }

 protected:
  [[nodiscard]] sdk::OutputRef property(const char* name) const;

 private:
  sdk::ResourceRef node_;
};

/// A resource that a provider manages. Typed resources derive from it; used directly it is one of any type, by token:
/// `CustomResource bucket{ctx, "aws:s3/bucket:Bucket", "logs", {{"forceDestroy", true}}}`.
class CustomResource : public Resource {
 public:
  CustomResource() = default;
  CustomResource(Context& ctx, std::string_view type, std::string_view name, const Object& args = {},
                 SourceLocation where = SourceLocation::current());
  CustomResource(Context& ctx, std::string_view type, std::string_view name, const Object& args,
                 const ResourceOptions& options, SourceLocation where = SourceLocation::current());

  /// What the provider calls it; unknown in the preview of its creation.
  [[nodiscard]] Output<std::string> id() const;

  /// Any output property, by its name on the wire.
  template <typename T = Value>
  [[nodiscard]] Output<T> output(const char* name) const {
    return Output<T>(property(name));
  }

 protected:
  explicit CustomResource(Resource resource) : Resource(std::move(resource)) {}
  CustomResource(Context& ctx, const sdk::TypeInfo& type, std::string_view name, const InputBase& args,
                 const ResourceOptions& options, SourceLocation where);

  /// Reads an existing resource instead of declaring one: it is shown and depended on, never changed.
  [[nodiscard]] static CustomResource read(Context& ctx, const sdk::TypeInfo& type, std::string_view name,
                                           const Input<std::string>& id, const ResourceOptions& options,
                                           SourceLocation where);
};

/// A provider with settings of its own, for `ResourceOptions::provider`. Typed providers derive from it.
class ProviderResource : public CustomResource {
 public:
  ProviderResource() = default;
  /// `package` is the name before the first colon of the resources' types. Settings that are no texts travel as JSON.
  ProviderResource(Context& ctx, std::string_view package, std::string_view name, const Object& settings = {},
                   SourceLocation where = SourceLocation::current());
  ProviderResource(Context& ctx, std::string_view package, std::string_view name, const Object& settings,
                   const ResourceOptions& options, SourceLocation where = SourceLocation::current());

  [[nodiscard]] std::string package() const;

 protected:
  ProviderResource(Context& ctx, const sdk::TypeInfo& type, std::string_view name, const InputBase& settings,
                   const ResourceOptions& options, SourceLocation where);
};

/// A group of resources that is used and shown as one. Derive from it, give its resources `{.parent = *this}`, and call
/// `register_outputs` at the end of the constructor.
class ComponentResource : public Resource {
 public:
  ComponentResource() = default;
  ComponentResource(Context& ctx, std::string_view type, std::string_view name,
                    SourceLocation where = SourceLocation::current());
  ComponentResource(Context& ctx, std::string_view type, std::string_view name, const ResourceOptions& options,
                    SourceLocation where = SourceLocation::current());

  /// Says that the component is complete, and which values it shows. The program's end does it for one that has not.
  void register_outputs(const Object& outputs = {});
};

/// A component that a provider constructs, in whatever language it is written. Typed ones derive from it; used directly
/// it is one of any type, by token: `RemoteComponent vpc{ctx, "awsx:ec2:Vpc", "main", {{"cidrBlock", "10.0.0.0/16"}}}`.
class RemoteComponent : public Resource {
 public:
  RemoteComponent() = default;
  RemoteComponent(Context& ctx, std::string_view type, std::string_view name, const Object& args = {},
                  SourceLocation where = SourceLocation::current());
  RemoteComponent(Context& ctx, std::string_view type, std::string_view name, const Object& args,
                  const ResourceOptions& options, SourceLocation where = SourceLocation::current());

  /// Any of its outputs, by its name on the wire.
  template <typename T = Value>
  [[nodiscard]] Output<T> output(const char* name) const {
    return Output<T>(property(name));
  }

 protected:
  RemoteComponent(Context& ctx, const sdk::TypeInfo& type, std::string_view name, const InputBase& args,
                  const ResourceOptions& options, SourceLocation where);
};

}  // namespace ashlar
