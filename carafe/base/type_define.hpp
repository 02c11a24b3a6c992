// Fills Types from `describe`. Included by definition files only, one explicit instantiation each:
//
//     template struct carafe::DefineTypes<carafe::TypeList<TaskCard, PersonRow>>;
//
// The visitor here takes every call a model's `describe` makes: columns become fields, what only
// the database cares about is ignored.
#pragma once
#include "carafe/base/type.hpp"

#include <bit>

namespace carafe {

namespace detail {

/// What a column call returns: takes all modifiers and ignores them, besides secret().
class ColumnChain {
  public:
    constexpr ColumnChain(TypeMembers* members, std::string_view name)
        : members_(members), name_(name) {}

    /// Never shown: templates that name the field are refused.
    constexpr ColumnChain& secret() {
        if (members_ != nullptr) {
            std::erase_if(members_->fields, [&](const Field& f) { return f.name == name_; });
            members_->hidden.push_back(name_);
        }
        return *this;
    }

#define CARAFE_IGNORED(modifier)                   \
    template <class... A>                          \
    constexpr ColumnChain& modifier(const A&...) { \
        return *this;                              \
    }
    CARAFE_IGNORED(size)
    CARAFE_IGNORED(min)
    CARAFE_IGNORED(max)
    CARAFE_IGNORED(range)
    CARAFE_IGNORED(scale)
    CARAFE_IGNORED(precision)
    CARAFE_IGNORED(default_value)
    CARAFE_IGNORED(default_now)
    CARAFE_IGNORED(default_uuid)
    CARAFE_IGNORED(default_sql)
    CARAFE_IGNORED(renamed_from)
    CARAFE_IGNORED(on_delete)
    CARAFE_IGNORED(on_update)
    CARAFE_IGNORED(references)
    CARAFE_IGNORED(nullable)
    CARAFE_IGNORED(not_null)
    CARAFE_IGNORED(required)
    CARAFE_IGNORED(not_blank)
    CARAFE_IGNORED(unique)
    CARAFE_IGNORED(unique_global)
    CARAFE_IGNORED(index)
    CARAFE_IGNORED(check)
    CARAFE_IGNORED(immutable)
    CARAFE_IGNORED(read_only)
    CARAFE_IGNORED(computed)
    CARAFE_IGNORED(long_text)
    CARAFE_IGNORED(case_insensitive)
    CARAFE_IGNORED(collate)
    CARAFE_IGNORED(searchable)
    CARAFE_IGNORED(encrypted)
    CARAFE_IGNORED(personal)
    CARAFE_IGNORED(audit)
    CARAFE_IGNORED(label)
    CARAFE_IGNORED(help)
    CARAFE_IGNORED(comment)
    CARAFE_IGNORED(where)
    CARAFE_IGNORED(order_by)
    CARAFE_IGNORED(name)
    CARAFE_IGNORED(through)
    CARAFE_IGNORED(named)
    CARAFE_IGNORED(ignoring_case)
    CARAFE_IGNORED(blind_index)
#undef CARAFE_IGNORED

  private:
    TypeMembers* members_;
    std::string_view name_;
};

/// Copies what a method made into the arena; views of the object itself stay views.
template <class R>
Value made_value(CallContext& context, R&& result) {
    using Plain = std::remove_cvref_t<R>;
    if constexpr (std::is_lvalue_reference_v<R> || std::is_pointer_v<Plain>) {
        return to_value(result);
    } else if constexpr (std::is_same_v<Plain, std::string>) {
        return context.text(result);
    } else if constexpr (is_instance<Plain, std::optional>) {
        return result ? made_value(context, std::move(*result)) : Value::none();
    } else if constexpr (is_instance<Plain, std::vector>) {
        std::vector<Value> items;
        for (auto& item : result) {
            items.push_back(made_value(context, std::move(item)));
        }
        return context.list(items);
    } else {
        static_assert(
            Scalar<Plain> || HasValueOf<Plain>,
            "a method shown in templates returns text, a number, a date, an enum, a list of those, "
            "or a reference to something that outlives the call");
        return to_value(result);
    }
}

template <class M>
Value invoke_member(CallContext& context, const void* self, const Method& method, Args) {
    M target{};
    std::memcpy(static_cast<void*>(&target), method.target.data(), sizeof(target));
    auto call = [&]<class T, class R>(R (T::*function)() const) -> Value {
        return made_value<R>(context, (static_cast<const T*>(self)->*function)());
    };
    return call(target);
}

template <class R>
const Type* result_type() {
    using Plain = std::remove_cvref_t<R>;
    if constexpr (is_instance<Plain, std::vector> && !std::is_lvalue_reference_v<R>) {
        return nullptr;  // a list in the arena, not a C++ vector
    } else {
        return &static_type<Plain>();
    }
}

/// Visitor of `describe` that collects what can be shown of T.
template <class T>
class Collector {
  public:
    explicit Collector(TypeMembers& members) : members_(members) {}

    template <class M, class C>
    ColumnChain col(std::string_view name, M C::*member) {
        if constexpr (Showable<M> && !std::is_same_v<M, std::vector<bool>>) {
            const std::ptrdiff_t offset =
                std::bit_cast<std::ptrdiff_t>(static_cast<M T::*>(member));
            members_.fields.push_back(make_field<M>(name, static_cast<std::size_t>(offset)));
        } else {
            members_.hidden.push_back(name);
        }
        return {&members_, name};
    }

    template <class M, class C>
    ColumnChain field(std::string_view name, M C::*member) {
        return col(name, member);
    }

    template <class M, class C, class... A>
    ColumnChain id(std::string_view name, M C::*member, const A&...) {
        return col(name, member);
    }

    template <class M, class C, class... A>
    ColumnChain ref(std::string_view name, M C::*member, const A&...) {
        return col(name, member);
    }

    template <class M, class C>
    ColumnChain tenant(std::string_view name, M C::*member) {
        return col(name, member);
    }

    /// A member function, const and without arguments. Text it makes lives until the page is done.
    template <class R, class C>
    void method(std::string_view name, R (C::*function)() const) {
        add_method<R>(name, static_cast<R (T::*)() const>(function), false);
    }

    template <class R, class C>
    void method(std::string_view name, R (C::*function)() const noexcept) {
        add_method<R>(name, static_cast<R (T::*)() const>(function), false);
    }

    /// The same, called without parentheses: `{{ person.full_name }}`.
    template <class R, class C>
    void property(std::string_view name, R (C::*function)() const) {
        add_method<R>(name, static_cast<R (T::*)() const>(function), true);
    }

    template <class R, class C>
    void property(std::string_view name, R (C::*function)() const noexcept) {
        add_method<R>(name, static_cast<R (T::*)() const>(function), true);
    }

    /// A free function that takes arguments: `self` is the address of a T.
    void method(std::string_view name, CallFunction function) {
        add_function(members_, name, function);
    }

    void property(std::string_view name, CallFunction function) {
        add_property(members_, name, function);
    }

    /// Columns of the mixins, when T has them under their usual names.
    template <class... A>
    ColumnChain timestamps(const A&...) {
        if constexpr (requires { &T::created_at; }) {
            col("created_at", &T::created_at);
        }
        if constexpr (requires { &T::updated_at; }) {
            col("updated_at", &T::updated_at);
        }
        return ignore();
    }

    template <class... A>
    ColumnChain versioned(const A&...) {
        if constexpr (requires { &T::version; }) {
            col("version", &T::version);
        }
        return ignore();
    }

    template <class... A>
    ColumnChain authored(const A&...) {
        if constexpr (requires { &T::created_by; }) {
            col("created_by", &T::created_by);
        }
        if constexpr (requires { &T::updated_by; }) {
            col("updated_by", &T::updated_by);
        }
        return ignore();
    }

    template <class... A>
    ColumnChain soft_deleted(const A&...) {
        if constexpr (requires { &T::deleted_at; }) {
            col("deleted_at", &T::deleted_at);
        }
        return ignore();
    }

    /// Relations are shown when they are given a name first: t.has_many("tasks", &Board::tasks, …).
    template <class... A>
    ColumnChain belongs_to(const A&... a) {
        return relation(a...);
    }

    template <class... A>
    ColumnChain has_one(const A&... a) {
        return relation(a...);
    }

    template <class... A>
    ColumnChain has_many(const A&... a) {
        return relation(a...);
    }

    template <class... A>
    ColumnChain many_to_many(const A&... a) {
        return relation(a...);
    }

#define CARAFE_IGNORED(call)                                            \
    template <class... A>                                               \
    ColumnChain call(const A&...) {                                     \
        return ignore();                                                \
    }                                                                   \
    template <class... A>                                               \
    ColumnChain call(std::initializer_list<const char*>, const A&...) { \
        return ignore();                                                \
    }
    CARAFE_IGNORED(table)
    CARAFE_IGNORED(tenant)
    CARAFE_IGNORED(tenant_root)
    CARAFE_IGNORED(scope)
    CARAFE_IGNORED(global)
    CARAFE_IGNORED(audited)
    CARAFE_IGNORED(index)
    CARAFE_IGNORED(unique)
    CARAFE_IGNORED(unique_global)
    CARAFE_IGNORED(check)
    CARAFE_IGNORED(order_by)
    CARAFE_IGNORED(default_order)
    CARAFE_IGNORED(label)
    CARAFE_IGNORED(comment)
    CARAFE_IGNORED(renamed_from)
    CARAFE_IGNORED(primary_key)
    CARAFE_IGNORED(foreign_key)
#undef CARAFE_IGNORED

  private:
    ColumnChain ignore() { return {nullptr, {}}; }

    template <class M, class C, class... A>
    ColumnChain relation(const char* name, M C::*member, const A&...) {
        col(name, member);
        return ignore();
    }

    template <class... A>
    ColumnChain relation(const A&...) {
        return ignore();
    }

    template <class R, class F>
    void add_method(std::string_view name, F function, bool is_property) {
        Method method{.name = name,
                      .invoke = &invoke_member<F>,
                      .result = result_type<R>(),
                      .is_property = is_property};
        static_assert(sizeof(function) <= sizeof(method.target));
        std::memcpy(method.target.data(), &function, sizeof(function));
        members_.methods.push_back(method);
    }

    TypeMembers& members_;
};

template <class T>
void collect(TypeMembers& members) {
    Collector<T> collector(members);
    T::describe(collector);
}

template <class T>
constexpr Type make_object_type() {
    return Type{.name = type_name<T>(),
                .kind = Kind::Object,
                .size = sizeof(T),
                .load = &load_value<T>,
                .collect = &collect<T>};
}

}  // namespace detail

template <class T>
constinit Type TypeStorage<T>::type = detail::make_object_type<T>();

template <class... T>
struct TypeList {};

/// Explicitly instantiated once for each list of described structs.
template <class List>
struct DefineTypes;

template <class... T>
struct DefineTypes<TypeList<T...>> {
    static const Type* const types[sizeof...(T)];
};

template <class... T>
constinit const Type* const DefineTypes<TypeList<T...>>::types[sizeof...(T)] = {
    &TypeStorage<T>::type...};

}  // namespace carafe
