// Type: what a C++ type looks like from a template: its fields, methods and how it is read.
// One description serves tables, templates, JSON, forms and admin: the struct's own `describe`.
//
//     struct TaskCard {
//         std::string name;
//         std::optional<Date> due;
//         std::string label() const;
//         static constexpr void describe(auto& t) {
//             t.col("name", &TaskCard::name);            // also spelled t.field
//             t.col("due", &TaskCard::due);
//             t.method("label", &TaskCard::label);       // const, no arguments
//         }
//     };
//     template struct carafe::DefineTypes<carafe::TypeList<TaskCard>>;   // one .cpp, with
//     base/type_define.hpp
//
// A described struct that no DefineTypes names is a link error: undefined reference to
// `carafe::TypeStorage<TaskCard>::type`. Other rooms teach it their own types (One<T>, form fields)
// by specialising ValueOf<T>.
#pragma once
#include "carafe/base/arena.hpp"
#include "carafe/base/enums.hpp"
#include "carafe/base/id.hpp"
#include "carafe/base/money.hpp"
#include "carafe/base/time.hpp"
#include "carafe/base/value.hpp"

#include <array>
#include <atomic>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace carafe {

// ---------------------------------------------------------------- calls

/// A function called from a template refuses; the engine adds file and line.
struct CallError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Arguments of a call: positional ones first, then those given by name.
/// Views that live until the called function returns.
struct Args {
    std::span<const Value> values{};            ///< positional, then named
    std::span<const std::string_view> names{};  ///< of the last names.size() values

    std::size_t positional_count() const { return values.size() - names.size(); }

    std::span<const Value> positional() const { return values.first(positional_count()); }

    /// Positional argument `i`, or undefined.
    Value at(std::size_t i) const { return i < positional_count() ? values[i] : Value(); }

    /// The argument called `name`; nothing when it was not given.
    const Value* find(std::string_view name) const {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == name) {
                return &values[positional_count() + i];
            }
        }
        return nullptr;
    }

    /// Argument at position `i`, or else the one called `name`, or undefined.
    Value get(std::size_t i, std::string_view name) const {
        if (i < positional_count()) {
            return values[i];
        }
        const Value* named = find(name);
        return named != nullptr ? *named : Value();
    }
};

/// What a called function may use: the arena of this render and the request it belongs to.
class CallContext {
  public:
    CallContext(Arena& arena, void* request) : arena_(arena), request_(request) {}

    CallContext(const CallContext&) = delete;
    CallContext& operator=(const CallContext&) = delete;

    Arena& arena() { return arena_; }

    /// What render() was given; only whoever calls render knows its type.
    void* request() const { return request_; }

    template <class R>
    R& request_as() const {
        return *static_cast<R*>(request_);
    }

    /// What the function was registered with.
    const void* user() const { return user_; }

    void set_user(const void* user) { user_ = user; }

    /// A copy of `text` that lives until the render ends.
    Value text(std::string_view text) { return Value::text(arena_.copy(text)); }

    /// The same, as trusted HTML: everything from outside in it must be escaped already.
    Value markup(std::string_view html) {
        return Value::markup(arena_.copy(html), "made by a function");
    }

    /// A list of copies of `items`.
    Value list(std::span<const Value> items);
    Value tuple(std::span<const Value> items);
    /// A dict; later entries win. Keys are texts mostly.
    Value dict(std::span<const DictData::Entry> entries);

    [[noreturn]] static void fail(const std::string& message) { throw CallError(message); }

  private:
    Arena& arena_;
    void* request_;
    const void* user_ = nullptr;
};

using CallFunction = Value (*)(CallContext& context, const void* self, Args arguments);

// ---------------------------------------------------------------- descriptions

/// How a field is read: the common C++ types in place, others through `load`.
enum class Access : std::uint8_t { Load, String, Int64, Bool, Nested };

/// One member of a described struct. `load` is given the member's address; Nested needs none.
struct Field {
    std::string_view name;
    const Type* owner = nullptr;
    const Type* type = nullptr;
    Value (*load)(const void* member) = nullptr;
    std::uint32_t offset = 0;
    Access access = Access::Load;

    Value read(const void* object) const {
        const char* member = static_cast<const char*>(object) + offset;
        return access == Access::Nested ? Value::object(member, *type) : load(member);
    }
};

/// One function of a described struct.
struct Method {
    std::string_view name;
    Value (*invoke)(CallContext& context,
                    const void* self,
                    const Method& method,
                    Args arguments) = nullptr;
    const Type* result = nullptr;  ///< what it gives, when that is known
    bool is_property = false;      ///< called by `a.name`, without parentheses
    bool takes_arguments = false;
    /// The member function pointer, for `invoke` to copy out.
    alignas(8) std::array<std::byte, 16> target{};
};

/// First element and number of elements of a container with equal strides.
struct Span {
    const char* data = nullptr;
    std::size_t count = 0;
};

/// A named value of an enum.
struct Enumerator {
    std::string_view name;
    std::string_view label;
};

/// Fields and methods of a described struct.
struct TypeMembers {
    std::vector<Field> fields;
    std::vector<Method> methods;
    /// Members that are described but never shown: `.secret()`, Encrypted<T>, raw bytes.
    std::vector<std::string_view> hidden;
};

/// `{{ x.name }}`, made by a free function, for types described at run time. @param result  null: not known.
void add_property(TypeMembers& members, std::string_view name, CallFunction function, const Type* result = nullptr);
/// `{{ x.name(…) }}`, likewise.
void add_function(TypeMembers& members, std::string_view name, CallFunction function);

/// What is known of a C++ type. Static: one object per type, constant after start, shared by all
/// threads.
///
/// Fields of a described struct are collected when they are first asked for, so types that refer to
/// each other need no order. Adding fields (forms) is for the start, before threads.
struct Type {
    std::string_view name{};   ///< "Task", for messages
    Kind kind = Kind::Object;  ///< of the values `load` makes (besides None)
    bool is_optional = false;  ///< `load` may give None
    std::uint32_t size = 0;    ///< sizeof, the stride in a sequence
    Value (*load)(const void* address) = nullptr;
    /// Element of a Sequence; struct behind an optional or pointer.
    const Type& (*inner)() = nullptr;
    Span (*span)(const void* container) = nullptr;           ///< Sequence
    std::span<const Enumerator> (*enumerators)() = nullptr;  ///< enum: its names

    /// Fills fields and methods, once, on first use.
    void (*collect)(TypeMembers& members) = nullptr;
    /// `{{ form.name(class="wide") }}`
    CallFunction call = nullptr;
    /// `{{ form.name }}`: gives text (which is escaped) or markup.
    Value (*print)(CallContext& context, const void* self) = nullptr;
    /// Attributes found by name (`request.args`, `config`); undefined when there is none.
    Value (*lookup)(CallContext& context, const void* self, std::string_view name) = nullptr;
    /// What a loop goes through, as a list: keys of something with `lookup`, fields of a form.
    Value (*iterate)(CallContext& context, const void* self) = nullptr;
    /// Of what `iterate` gives, when that is always the same.
    const Type& (*item)() = nullptr;

    /// The described struct itself, behind optionals and pointers.
    const Type& object() const {
        return kind == Kind::Object && inner != nullptr ? inner().object() : *this;
    }

    const TypeMembers& members() const;

    std::span<const Field> fields() const { return members().fields; }

    std::span<const Method> methods() const { return members().methods; }

    const Field* find_field(std::string_view field_name) const;
    const Method* find_method(std::string_view method_name) const;
    bool is_hidden(std::string_view field_name) const;

    /// Adds a field or replaces the one of that name. For the start only, before other threads.
    void add_field(Field field);
    void add_method(Method method);

    mutable std::atomic<const TypeMembers*> collected{
        nullptr};  ///< members() makes it; never freed
};

// ---------------------------------------------------------------- C++ types

/// Storage of the description of a described struct; defined by DefineTypes (base/type_define.hpp).
template <class T>
struct TypeStorage {
    static Type type;
};

/// Description of a described struct.
template <class T>
const Type& type_of() {
    return TypeStorage<T>::type;
}

/// How other rooms make their types readable: specialise with
///     static Value load(const T&);           // must not allocate
///     static const Type& type();             // a static object; its `load` reads a T at an
///     address
template <class T>
struct ValueOf;

struct AnyDescription;  // never defined: only asks whether `describe` is there

template <class T>
concept Described = std::is_class_v<T> && requires(AnyDescription& t) { T::describe(t); };

template <class T>
concept HasValueOf = requires(const T& v) {
    { ValueOf<T>::load(v) } -> std::same_as<Value>;
    { ValueOf<T>::type() } -> std::convertible_to<const Type&>;
};

namespace detail {

template <class T, template <class...> class Template>
constexpr bool is_instance = false;
template <template <class...> class Template, class... A>
constexpr bool is_instance<Template<A...>, Template> = true;

template <class T>
concept TextLike = std::is_convertible_v<const T&, std::string_view>;

template <class T>
concept Scalar =
    std::is_arithmetic_v<T> || NamedEnum<T> || TextLike<T> || std::derived_from<T, Key> ||
    std::is_same_v<T, Money> || std::is_same_v<T, Date> || std::is_same_v<T, TimeOfDay> ||
    std::is_same_v<T, Timestamp> || std::is_same_v<T, Value>;

template <class T>
struct Inner {};

template <class T>
struct Inner<std::optional<T>> {
    using type = T;
};

template <class T>
struct Inner<T*> {
    using type = std::remove_const_t<T>;
};

template <class T, class A>
struct Inner<std::vector<T, A>> {
    using type = std::remove_const_t<T>;
};

template <class T>
struct Inner<std::span<T>> {
    using type = std::remove_const_t<T>;
};

template <class T, std::size_t n>
struct Inner<std::array<T, n>> {
    using type = T;
};

template <class T, class C, class A>
struct Inner<std::map<std::string, T, C, A>> {
    using type = T;
};

template <class T>
using InnerOf = typename Inner<T>::type;

template <class T>
concept SequenceLike = requires(const T& t) {
    typename InnerOf<T>;
    t.data();
    t.size();
} && !TextLike<T>;

template <class T>
concept MapLike = requires {
    typename T::mapped_type;
    typename InnerOf<T>;
};

template <class T>
concept OptionalLike = is_instance<T, std::optional> || (std::is_pointer_v<T> && !TextLike<T>);

template <class T>
constexpr bool is_showable() {
    if constexpr (HasValueOf<T> || Scalar<T>) {
        return true;
    } else if constexpr (OptionalLike<T> || SequenceLike<T> || MapLike<T>) {
        return is_showable<InnerOf<T>>();
    } else {
        return Described<T>;
    }
}

template <class T>
struct PlainType;

}  // namespace detail

/// Whether to_value knows T.
template <class T>
concept Showable = detail::is_showable<T>();

/// Static description of any showable T: of structs their own, of others what `load` gives.
template <class T>
const Type& static_type() {
    if constexpr (HasValueOf<T>) {
        return ValueOf<T>::type();
    } else if constexpr (detail::Scalar<T> || !Described<T>) {
        return detail::PlainType<T>::type;
    } else {
        return TypeStorage<T>::type;
    }
}

/// The value of `v`: numbers and enums by value, text and structs as views that live as long as
/// `v`. An empty optional and a null pointer are None; an enum is its stored name; an Id is its
/// integer.
template <class T>
Value to_value(const T& v) {
    static_assert(Showable<T>,
                  "this type cannot be shown: describe it, or specialise carafe::ValueOf");
    static_assert(!std::is_same_v<T, std::vector<bool>>,
                  "vector<bool> has no addresses: use vector<char> or an enum");
    if constexpr (std::is_same_v<T, Value>) {
        return v;
    } else if constexpr (HasValueOf<T>) {
        return ValueOf<T>::load(v);
    } else if constexpr (std::is_same_v<T, bool>) {
        return Value::boolean(v);
    } else if constexpr (NamedEnum<T>) {
        return Value::text(enum_name(v));
    } else if constexpr (std::is_integral_v<T>) {
        static_assert(sizeof(T) < 8 || std::is_signed_v<T>,
                      "unsigned 64-bit numbers do not fit an int64");
        return Value::integer(v);
    } else if constexpr (std::is_floating_point_v<T>) {
        return Value::real(v);
    } else if constexpr (std::derived_from<T, Key>) {
        return Value::integer(v.value);
    } else if constexpr (std::is_same_v<T, Money>) {
        return Value::scalar(Kind::Money, v.minor);
    } else if constexpr (std::is_same_v<T, Date>) {
        return Value::scalar(Kind::Date, v.days);
    } else if constexpr (std::is_same_v<T, TimeOfDay>) {
        return Value::scalar(Kind::TimeOfDay, v.minutes);
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        return Value::scalar(Kind::Timestamp, v.us);
    } else if constexpr (detail::TextLike<T>) {
        return Value::text(std::string_view(v));
    } else if constexpr (detail::OptionalLike<T>) {
        return v ? to_value(*v) : Value::none();
    } else if constexpr (detail::SequenceLike<T>) {
        return Value::sequence(&v, static_type<T>());
    } else {
        return Value::object(&v, static_type<T>());
    }
}

/// to_value of the T at `address`.
template <class T>
Value load_value(const void* address) {
    return to_value(*static_cast<const T*>(address));
}

/// A field for Type::add_field. @param offset  of the member in its struct.
template <class M>
Field make_field(std::string_view name, std::size_t offset) {
    Access access = Access::Load;
    if constexpr (HasValueOf<M>) {
        access = Access::Load;
    } else if constexpr (std::is_same_v<M, std::string>) {
        access = Access::String;
    } else if constexpr (std::is_same_v<M, bool>) {
        access = Access::Bool;
    } else if constexpr (std::is_same_v<M, std::int64_t> || std::derived_from<M, Key>) {
        access = Access::Int64;
    } else if constexpr (!detail::Scalar<M> && Described<M>) {
        access = Access::Nested;
    }
    return {name,
            nullptr,
            &static_type<M>(),
            &load_value<M>,
            static_cast<std::uint32_t>(offset),
            access};
}

/// A field whose type is known at run time only (form fields): an object of `type` at `offset`.
inline Field make_object_field(std::string_view name, std::size_t offset, const Type& type) {
    return {name, nullptr, &type, nullptr, static_cast<std::uint32_t>(offset), Access::Nested};
}

namespace detail {

template <class T>
constexpr std::string_view type_name() {
    constexpr std::string_view text =
        __PRETTY_FUNCTION__;  // "... [with T = ns::Task; std::string_view = ...]"
    constexpr std::size_t begin = text.find("T = ") + 4;
    constexpr std::size_t end = text.find_first_of(";]", begin);
    constexpr std::string_view whole = text.substr(begin, end - begin);
    constexpr std::size_t colon = whole.find('<') == whole.npos ? whole.rfind(':') : whole.npos;
    return colon == whole.npos ? whole : whole.substr(colon + 1);
}

template <class T>
constexpr Kind kind_of() {
    if constexpr (std::is_same_v<T, bool>) {
        return Kind::Bool;
    } else if constexpr (NamedEnum<T> || TextLike<T>) {
        return Kind::Text;
    } else if constexpr (std::is_integral_v<T> || std::derived_from<T, Key>) {
        return Kind::Int;
    } else if constexpr (std::is_floating_point_v<T>) {
        return Kind::Float;
    } else if constexpr (std::is_same_v<T, Money>) {
        return Kind::Money;
    } else if constexpr (std::is_same_v<T, Date>) {
        return Kind::Date;
    } else if constexpr (std::is_same_v<T, TimeOfDay>) {
        return Kind::TimeOfDay;
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        return Kind::Timestamp;
    } else if constexpr (std::is_same_v<T, Value>) {
        return Kind::Undefined;  // anything
    } else if constexpr (SequenceLike<T>) {
        return Kind::Sequence;
    } else {
        return Kind::Object;
    }
}

template <class T>
Span span_of(const void* container) {
    const auto& c = *static_cast<const T*>(container);
    return {reinterpret_cast<const char*>(c.data()), c.size()};
}

template <NamedEnum E>
constexpr auto enumerators_of = [] {
    std::array<Enumerator, std::size(enum_names(E{}))> all{};
    std::size_t i = 0;
    for (const auto& entry : enum_names(E{})) {
        all[i++] = {entry.name, entry.label.empty() ? entry.name : entry.label};
    }
    return all;
}();

template <class T>
Value look_up_in_map(CallContext&, const void* self, std::string_view name) {
    const auto& map = *static_cast<const T*>(self);
    auto found = map.find(typename T::key_type(name));
    return found == map.end() ? Value() : to_value(found->second);
}

template <class T>
Value keys_of_map(CallContext& context, const void* self) {
    std::vector<Value> keys;
    for (const auto& entry : *static_cast<const T*>(self)) {
        keys.push_back(Value::text(entry.first));
    }
    return context.list(keys);
}

template <class T>
const Type& inner_type() {
    using I = InnerOf<T>;
    if constexpr (OptionalLike<T> && !HasValueOf<I> && SequenceLike<I>) {
        return static_type<InnerOf<I>>();
    } else {
        return static_type<I>();
    }
}

template <class T>
constexpr std::span<const Enumerator> list_enumerators() {
    return enumerators_of<T>;
}

/// Kind of the values a T gives when it is not empty.
template <class T>
constexpr Kind kind_behind() {
    if constexpr (OptionalLike<T>) {
        if constexpr (HasValueOf<InnerOf<T>>) {
            return Kind::Object;
        } else {
            return kind_behind<InnerOf<T>>();
        }
    } else {
        return kind_of<T>();
    }
}

template <class T>
constexpr auto enumerators_behind() -> std::span<const Enumerator> (*)() {
    if constexpr (NamedEnum<T>) {
        return &list_enumerators<T>;
    } else if constexpr (OptionalLike<T>) {
        return enumerators_behind<InnerOf<T>>();
    } else {
        return nullptr;
    }
}

template <class T>
constexpr Type make_plain_type() {
    constexpr Kind kind = kind_behind<T>();
    const Type& (*inner)() = nullptr;
    if constexpr (requires { typename InnerOf<T>; } &&
                  (kind == Kind::Object || kind == Kind::Sequence)) {
        inner = &inner_type<T>;
    }
    return Type{
        .name = type_name<T>(),
        .kind = kind,
        .is_optional = OptionalLike<T>,
        .size = sizeof(T),
        .load = &load_value<T>,
        .inner = MapLike<T> ? nullptr : inner,
        .span =
            [] {
                if constexpr (SequenceLike<T>) {
                    return &span_of<T>;
                } else {
                    return nullptr;
                }
            }(),
        .enumerators = enumerators_behind<T>(),
        .lookup =
            [] {
                if constexpr (MapLike<T>) {
                    return &look_up_in_map<T>;
                } else {
                    return nullptr;
                }
            }(),
        .iterate =
            [] {
                if constexpr (MapLike<T>) {
                    return &keys_of_map<T>;
                } else {
                    return nullptr;
                }
            }(),
    };
}

template <class T>
struct PlainType {
    static inline constinit Type type = make_plain_type<T>();
};

}  // namespace detail

}  // namespace carafe
