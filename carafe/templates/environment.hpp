// What templates can call and name besides their page's own values: filters, tests, functions,
// globals. Filled once by the application's start, then shared by all threads unchanged.
//
//     Environment environment;
//     environment.add_function({.name = "url_for", .function = &url_for, .user = &routes,
//                               .parameters = "endpoint **values", .check = &check_url});
//     environment.add_global({.name = "current_user", .type = &static_type<User>(), .load =
//     &load_user});
#pragma once
#include "carafe/base/type.hpp"
#include "carafe/templates/fault.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace carafe::templates {

/// An argument of a call as known at start: its value when it is a literal.
struct KnownArgument {
    std::string_view name{};          ///< empty for a positional one
    const Value* constant = nullptr;  ///< null when it is only known at render time
    const Type* type = nullptr;       ///< null when not known
};

/// A function, filter or test. `parameters` names them in order: "endpoint **values", "d
/// default_value boolean?";
/// '?' behind a name: may be left out; "*name" takes the rest, "**name" takes any names. Of filters
/// and tests the value itself is not listed.
struct Callable {
    std::string_view name{};
    Value (*function)(CallContext& context, Args arguments) = nullptr;
    const void* user = nullptr;  ///< handed to the function as context.user()
    std::string_view parameters = "*rest **names";
    /// Called at start for each call in a template. @return what is wrong with it; empty when
    /// nothing is.
    std::string (*check)(const void* user, std::span<const KnownArgument> arguments) = nullptr;
    const Type* result = nullptr;  ///< of what it gives, when that is always the same
    bool gives_markup = false;     ///< always gives trusted HTML
    bool is_url = false;           ///< gives an address of our own, safe in any link
};

/// `parameters` taken apart.
struct Signature {
    std::vector<std::string_view> names{};
    std::size_t required = 0;
    bool takes_rest = false;
    bool takes_names = false;

    explicit Signature(std::string_view parameters);
    /// Position of the parameter, or -1.
    int find(std::string_view name) const;
};

/// A callable with its parameters taken apart. Its address stays: programs keep it.
struct Registered : Callable {
    explicit Registered(const Callable& callable)
        : Callable(callable), signature(callable.parameters) {}

    Signature signature;
};

/// Arguments in the order of a signature: missing() for what is left out, then the rest, then free
/// names.
struct Arranged {
    std::vector<Value> values{};
    std::vector<std::string_view> names{};

    Args args() const { return {values, names}; }
};

/// @param skip  values in front that the signature does not list (what a filter filters).
/// @throws CallError when an argument is missing, too many or unknown.
Arranged arrange(const Registered& callable, Args given, std::size_t skip);

/// A name every page knows. Either `value` is the same always, or `load` makes it, once per render
/// that names it.
struct Global {
    std::string_view name{};
    const Type* type = nullptr;  ///< for checks; null means anything
    Value value{};
    Value (*load)(CallContext& context, const void* user) = nullptr;
    const void* user = nullptr;
};

class Environment {
  public:
    /// With everything that Jinja2 itself brings.
    Environment();
    Environment(Environment&&) = default;
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    /// Later ones replace earlier ones of the same name. Names must outlive the environment.
    void add_filter(const Callable& filter) { put(filters_, filter); }

    void add_test(const Callable& test) { put(tests_, test); }

    void add_function(const Callable& function) { put(functions_, function); }

    void add_global(const Global& global) { globals_[global.name] = global; }

    const Registered* find_filter(std::string_view name) const { return find(filters_, name); }

    const Registered* find_test(std::string_view name) const { return find(tests_, name); }

    const Registered* find_function(std::string_view name) const { return find(functions_, name); }

    const Global* find_global(std::string_view name) const {
        auto found = globals_.find(name);
        return found == globals_.end() ? nullptr : &found->second;
    }

    /// Names closest to `name` for "did you mean", or empty.
    std::string suggest_filter(std::string_view name) const;
    std::string suggest_test(std::string_view name) const;
    std::string suggest_function(std::string_view name) const;

  private:
    using Table = std::map<std::string_view, std::unique_ptr<Registered>>;

    static void put(Table& table, const Callable& callable) {
        table[callable.name] = std::make_unique<Registered>(callable);
    }

    static const Registered* find(const Table& table, std::string_view name) {
        auto found = table.find(name);
        return found == table.end() ? nullptr : found->second.get();
    }

    Table filters_;
    Table tests_;
    Table functions_;
    std::map<std::string_view, Global> globals_;
};

/// The name of `known` closest to `name`, when it is close enough to be meant.
std::string find_similar(std::string_view name, std::span<const std::string_view> known);
/// " (did you mean 'x'?)" or nothing.
std::string did_you_mean(const std::string& similar);

}  // namespace carafe::templates
