// Which C++ types can be columns, what may be compared with them, and how they become bound values.
// One small specialisation per type, not per column.
#pragma once
#include "carafe/base/enums.hpp"
#include "carafe/base/id.hpp"
#include "carafe/base/money.hpp"
#include "carafe/base/time.hpp"
#include "carafe/db/binding.hpp"
#include "carafe/orm/arguments.hpp"
#include "carafe/orm/encrypted.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace carafe::orm {

/// A JSON document as text; the database checks that it is one.
struct Json {
    std::string text = "null";
    friend bool operator==(const Json&, const Json&) = default;
};

/// Bytes that are not text.
struct Bytes {
    std::string data{};
    friend bool operator==(const Bytes&, const Bytes&) = default;
};

/// Meaning of a column; engines choose their own type for each.
enum class FieldType : std::uint8_t {
    Boolean,
    SmallInteger,
    Integer,
    BigInteger,
    Real,
    Text,
    Timestamp,
    Date,
    TimeOfDay,
    Money,
    Json,
    Blob,
    Enum,
    Key
};

/// How values of a column are bound.
constexpr db::ParamKind param_kind(FieldType type) {
    switch (type) {
        case FieldType::Boolean:
            return db::ParamKind::Boolean;
        case FieldType::Date:
            return db::ParamKind::Date;
        case FieldType::TimeOfDay:
            return db::ParamKind::TimeOfDay;
        case FieldType::Timestamp:
            return db::ParamKind::Timestamp;
        case FieldType::Real:
            return db::ParamKind::Real;
        case FieldType::Text:
        case FieldType::Json:
        case FieldType::Enum:
            return db::ParamKind::Text;
        case FieldType::Blob:
            return db::ParamKind::Blob;
        default:
            return db::ParamKind::Integer;
    }
}

template <class V>
concept WholeNumber = std::integral<V> && !std::same_as<V, bool>;

/// `kMemory` and `kType` describe the column, `accepts<V>` says which values fit, `put` binds one.
/// This one stands for every type that cannot be a column.
template <class T>
struct Field {
    static constexpr bool kNoColumn = true;
    static constexpr db::MemoryKind kMemory{};
    static constexpr FieldType kType{};
    template <class V>
    static constexpr bool accepts = false;
};

template <class T>
constexpr void require_column_type() {
    static_assert(
        !requires { Field<T>::kNoColumn; },
        "carafe: this type cannot be a column. Use bool, int16_t, int32_t, int64_t, double, "
        "std::string, Bytes, Timestamp, Date, TimeOfDay, Money, Json, Id<Model>, Encrypted<std::string>, "
        "an enum with enum_names, or std::optional of these.");
}

namespace detail {

template <db::MemoryKind Memory, FieldType Type>
struct IntegerField {
    static constexpr db::MemoryKind kMemory = Memory;
    static constexpr FieldType kType = Type;
    template <class V>
    static constexpr bool accepts = WholeNumber<V>;

    static void put(Arguments& out, std::int64_t value) { out.integer(value); }
};

template <class T, db::MemoryKind Memory, FieldType Type>
struct ExactField {
    static constexpr db::MemoryKind kMemory = Memory;
    static constexpr FieldType kType = Type;
    template <class V>
    static constexpr bool accepts = std::is_same_v<V, T>;
};

}  // namespace detail

template <>
struct Field<bool> : detail::ExactField<bool, db::MemoryKind::Bool, FieldType::Boolean> {
    static void put(Arguments& out, bool value) { out.integer(value ? 1 : 0, db::ParamKind::Boolean); }
};

template <>
struct Field<std::int16_t> : detail::IntegerField<db::MemoryKind::Int16, FieldType::SmallInteger> {
};

template <>
struct Field<std::int32_t> : detail::IntegerField<db::MemoryKind::Int32, FieldType::Integer> {};

template <>
struct Field<std::int64_t> : detail::IntegerField<db::MemoryKind::Int64, FieldType::BigInteger> {};

template <>
struct Field<double> {
    static constexpr db::MemoryKind kMemory = db::MemoryKind::Double;
    static constexpr FieldType kType = FieldType::Real;
    template <class V>
    static constexpr bool accepts = std::is_arithmetic_v<V> && !std::is_same_v<V, bool>;

    static void put(Arguments& out, double value) { out.real(value); }
};

template <>
struct Field<std::string> {
    static constexpr db::MemoryKind kMemory = db::MemoryKind::Text;
    static constexpr FieldType kType = FieldType::Text;
    template <class V>
    static constexpr bool accepts = std::is_convertible_v<const V&, std::string_view>;

    static void put(Arguments& out, std::string_view value) { out.text(value); }
};

template <>
struct Field<Bytes> : detail::ExactField<Bytes, db::MemoryKind::Blob, FieldType::Blob> {
    static void put(Arguments& out, const Bytes& value) { out.blob(value.data); }
};

/// Written and opened with its row, never a value of a query.
template <class T>
struct Field<Encrypted<T>> {
    static constexpr db::MemoryKind kMemory = db::MemoryKind::Blob;
    static constexpr FieldType kType = FieldType::Blob;
    template <class V>
    static constexpr bool accepts = false;
};

template <>
struct Field<Json> : detail::ExactField<Json, db::MemoryKind::Text, FieldType::Json> {
    static void put(Arguments& out, const Json& value) { out.text(value.text); }
};

template <>
struct Field<Timestamp>
    : detail::ExactField<Timestamp, db::MemoryKind::Int64, FieldType::Timestamp> {
    static void put(Arguments& out, Timestamp value) {
        out.integer(value.us, db::ParamKind::Timestamp);
    }
};

template <>
struct Field<Date> : detail::ExactField<Date, db::MemoryKind::Int32, FieldType::Date> {
    static void put(Arguments& out, Date value) { out.integer(value.days, db::ParamKind::Date); }
};

template <>
struct Field<TimeOfDay>
    : detail::ExactField<TimeOfDay, db::MemoryKind::Int32, FieldType::TimeOfDay> {
    static void put(Arguments& out, TimeOfDay value) {
        out.integer(value.minutes, db::ParamKind::TimeOfDay);
    }
};

template <>
struct Field<Money> : detail::ExactField<Money, db::MemoryKind::Int64, FieldType::Money> {
    static void put(Arguments& out, Money value) { out.integer(value.minor); }
};

template <class M>
struct Field<Id<M>> : detail::ExactField<Id<M>, db::MemoryKind::Int64, FieldType::Key> {
    static void put(Arguments& out, Key value) { out.integer(value.value); }
};

template <class E>
    requires std::is_enum_v<E>
struct Field<E> : detail::ExactField<E, db::MemoryKind::Enum, FieldType::Enum> {
    static void put(Arguments& out, E value) { out.text(enum_name(value)); }
};

template <class T>
struct Field<std::optional<T>> : Field<T> {};

/// T of std::optional<T>, T itself otherwise.
template <class T>
struct Unwrap {
    using type = T;
};

template <class T>
struct Unwrap<std::optional<T>> {
    using type = T;
};

template <class T>
using unwrap = typename Unwrap<T>::type;

template <class T>
inline constexpr bool is_optional = !std::is_same_v<T, unwrap<T>>;

namespace detail {

/// The one check of a value against its column.
template <class F, class V>
void put(Arguments& out, const V& value) {
    constexpr bool kFits = Field<F>::template accepts<std::decay_t<V>>;
    static_assert(
        kFits,
        "carafe: the value's type does not fit the column's type (an Id<A> is not an Id<B>, "
        "Money is not a number).");
    if constexpr (kFits) {
        Field<F>::put(out, value);
    }
}

template <class T>
inline constexpr db::OptionalOps kOptionalOps{
    [](const void* o) -> const void* {
        const auto& optional = *static_cast<const std::optional<T>*>(o);
        return optional ? &*optional : nullptr;
    },
    [](void* o) -> void* { return &static_cast<std::optional<T>*>(o)->emplace(); },
    [](void* o) { static_cast<std::optional<T>*>(o)->reset(); }};

template <class E>
inline constexpr db::EnumOps kEnumOps{
    [](const void* e) { return enum_name(*static_cast<const E*>(e)); },
    [](void* e, std::string_view name) {
        auto value = enum_from_name<E>(name);
        if (value) {
            *static_cast<E*>(e) = *value;
        }
        return value.has_value();
    },
    []() -> std::size_t { return std::size(enum_names(E{})); },
    [](std::size_t index) { return std::data(enum_names(E{}))[index].name; }};

template <class F>
constexpr const db::OptionalOps* optional_ops() {
    if constexpr (is_optional<F>) {
        return &kOptionalOps<unwrap<F>>;
    } else {
        return nullptr;
    }
}

template <class F>
constexpr const db::EnumOps* enum_ops() {
    if constexpr (std::is_enum_v<unwrap<F>>) {
        return &kEnumOps<unwrap<F>>;
    } else {
        return nullptr;
    }
}

template <class F>
constexpr db::OutColumn out_column(std::size_t offset) {
    require_column_type<F>();
    static_assert(!is_encrypted<F>,
                  "carafe: an encrypted column is read with its row, by all(), first(), find() ...");
    return {
        static_cast<std::uint32_t>(offset), Field<F>::kMemory, optional_ops<F>(), enum_ops<F>()};
}

}  // namespace detail
}  // namespace carafe::orm
