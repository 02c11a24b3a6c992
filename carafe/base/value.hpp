// Value: sixteen bytes that show any C++ value to templates, JSON, forms and the admin pages
// without copying it. Text and objects are views: a Value lives no longer than what it was made of.
//
//     Value v = to_value(task.name);            // type.hpp: a view of the std::string
//     if (v.is(Kind::Text)) use(v.as_text());
//
// Not for storing: what must outlive the call is copied out by the caller.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace carafe {

struct Type;
struct Method;
struct ListData;
struct DictData;

enum class Kind : std::uint8_t {
    Undefined,  ///< a name or field that is not there; printing it is an error, testing it is not
    None,
    Bool,
    Int,
    Float,
    Text,
    Money,
    Date,
    TimeOfDay,
    Timestamp,
    Object,       ///< address of a C++ object and its Type
    Sequence,     ///< address of a C++ container and its Type
    List,         ///< made while rendering, in the arena: ListData
    Tuple,        ///< the same, not changeable
    Dict,         ///< the same: DictData
    BoundMethod,  ///< address of a C++ object and one of its Type's methods
    Engine,       ///< macros, loops, namespaces, functions: only the template engine looks inside
};

/// A number, a view of text, or an address with its Type. Trivially copyable, two registers wide.
/// Flags belong to the kind: Text may be Markup (trusted HTML that is not escaped again).
class Value {
  public:
    constexpr Value() : integer_(0), meta_(0) {}

    static constexpr Value none() { return Value(0, Kind::None); }

    static constexpr Value boolean(bool b) { return Value(b, Kind::Bool); }

    static constexpr Value integer(std::int64_t i) { return Value(i, Kind::Int); }

    static constexpr Value real(double d) {
        Value v(0, Kind::Float);
        v.real_ = d;
        return v;
    }

    /// @param text  UTF-8; must outlive the value.
    static constexpr Value text(std::string_view text) { return view(text, 0); }

    /// Trusted HTML. @param why  the reason, for readers of the code and `carafe check`; not
    /// stored.
    static constexpr Value markup(std::string_view html, [[maybe_unused]] const char* why) {
        return view(html, kMarkup);
    }

    /// An undefined value that knows the name it was asked for, for messages.
    static constexpr Value undefined(std::string_view name) {
        Value v = view(name, 0);
        v.meta_ = (v.meta_ & ~std::uint64_t{0xFF}) | static_cast<std::uint8_t>(Kind::Undefined);
        return v;
    }

    /// An argument that was not given, for functions with defaults; undefined otherwise.
    static constexpr Value missing() {
        Value v(0, Kind::Undefined);
        v.chars_ = nullptr;
        v.meta_ |= kMissing;
        return v;
    }

    /// Minor units, days, minutes or microseconds: the integer inside Money, Date, TimeOfDay,
    /// Timestamp.
    static constexpr Value scalar(Kind kind, std::int64_t i) { return Value(i, kind); }

    /// @param object  must outlive the value.
    static Value object(const void* object, const Type& type) {
        return pointed(Kind::Object, object, &type);
    }

    /// @param container  address of the container itself, not of its first element.
    static Value sequence(const void* container, const Type& type) {
        return pointed(Kind::Sequence, container, &type);
    }

    static Value list(const ListData* items) { return pointed(Kind::List, items, nullptr); }

    static Value tuple(const ListData* items) { return pointed(Kind::Tuple, items, nullptr); }

    static Value dict(const DictData* items) { return pointed(Kind::Dict, items, nullptr); }

    static Value bound_method(const void* object, const Method& method) {
        return pointed(Kind::BoundMethod, object, &method);
    }

    /// For the template engine: something of its own, with a number that says what.
    static Value engine(const void* address, std::uint8_t what) {
        Value v = pointed(Kind::Engine, address, nullptr);
        v.meta_ |= std::uint64_t{what} << 8;
        return v;
    }

    constexpr Kind kind() const { return static_cast<Kind>(meta_ & 0xFF); }

    constexpr bool is(Kind kind) const { return this->kind() == kind; }

    constexpr bool is_undefined() const { return is(Kind::Undefined); }

    constexpr bool is_missing() const { return (meta_ & 0xFFFF) == kMissing; }

    constexpr bool is_markup() const { return (meta_ & 0xFFFF) == (kMarkup | 0x05); }

    /// REQUIRES: Bool, Int, Money, Date, TimeOfDay or Timestamp.
    constexpr std::int64_t as_integer() const { return integer_; }

    /// REQUIRES: Float.
    constexpr double as_real() const { return real_; }

    /// REQUIRES: Text, or Undefined made with a name.
    constexpr std::string_view as_text() const { return {chars_, length()}; }

    /// Bytes of the text. REQUIRES: Text.
    constexpr std::size_t length() const { return meta_ >> 16; }

    /// REQUIRES: Object, Sequence, BoundMethod or Engine.
    const void* address() const { return address_; }

    /// REQUIRES: Object or Sequence.
    const Type& type() const { return *static_cast<const Type*>(second()); }

    /// REQUIRES: BoundMethod.
    const Method& method() const { return *static_cast<const Method*>(second()); }

    /// REQUIRES: List or Tuple.
    const ListData& items() const { return *static_cast<const ListData*>(address_); }

    /// REQUIRES: Dict.
    const DictData& entries() const { return *static_cast<const DictData*>(address_); }

    /// What engine() was given. REQUIRES: Engine.
    constexpr std::uint8_t what() const { return static_cast<std::uint8_t>(meta_ >> 8); }

  private:
    static constexpr std::uint64_t kMarkup = 0x0100;
    static constexpr std::uint64_t kMissing = 0x0200;  // beside Kind::Undefined, which is 0
    static_assert(static_cast<int>(Kind::Text) == 5);

    constexpr Value(std::int64_t i, Kind kind)
        : integer_(i), meta_(static_cast<std::uint8_t>(kind)) {}

    static constexpr Value view(std::string_view text, std::uint64_t flags) {
        Value v(0, Kind::Text);
        v.chars_ = text.data();
        v.meta_ =
            (std::uint64_t{text.size()} << 16) | flags | static_cast<std::uint8_t>(Kind::Text);
        return v;
    }

    // User addresses have 47 bits on x86-64 and 48 on AArch64, so a second one fits beside kind and
    // flags.
    static Value pointed(Kind kind, const void* first, const void* second) {
        Value v(0, kind);
        v.address_ = first;
        v.meta_ |= static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(second)) << 16;
        return v;
    }

    const void* second() const {
        return reinterpret_cast<const void*>(static_cast<std::uintptr_t>(meta_ >> 16));
    }

    union {
        std::int64_t integer_;
        double real_;
        const char* chars_;
        const void* address_;
    };

    std::uint64_t meta_;  // kind 8 bits, flags 8, then length or second address 48
};

static_assert(sizeof(Value) == 16);

/// Items of a list or tuple made while rendering; lies in the arena.
struct ListData {
    Value* items = nullptr;
    std::uint32_t count = 0;
    std::uint32_t capacity = 0;
    const std::string_view* names =
        nullptr;  ///< of the items, for tuples whose items are attributes too

    std::span<const Value> view() const { return {items, count}; }
};

/// Keys and values in the order they were set; lies in the arena. `index` is made for large ones
/// only.
struct DictData {
    struct Entry {
        Value key;
        Value value;
    };

    Entry* entries = nullptr;
    std::uint32_t count = 0;
    std::uint32_t capacity = 0;
    std::uint32_t* index = nullptr;  ///< open addressing: position + 1, 0 is free
    std::uint32_t index_size = 0;    ///< power of two, or 0

    std::span<const Entry> view() const { return {entries, count}; }
};

}  // namespace carafe
