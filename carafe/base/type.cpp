#include "carafe/base/type.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>

namespace carafe {

namespace {

// Collecting happens once per type, so one lock serves all; recursive because a form's type may ask
// for another's.
std::recursive_mutex collect_lock;

template <class List>
auto find_named(List& list, std::string_view name) -> decltype(list.data()) {
    for (auto& item : list) {
        if (item.name == name) {
            return &item;
        }
    }
    return nullptr;
}

const TypeMembers& collect_members(const Type& type) {
    std::lock_guard guard(collect_lock);
    if (const TypeMembers* members = type.collected.load(std::memory_order_relaxed)) {
        return *members;
    }
    auto* members = new TypeMembers;  // lives as long as the program, like its Type
    if (type.collect != nullptr) {
        type.collect(*members);
    }
    for (Field& field : members->fields) {
        field.owner = &type;
    }
    type.collected.store(members, std::memory_order_release);
    return *members;
}

/// REQUIRES: start, one thread.
TypeMembers& edit(const Type& type) {
    return const_cast<TypeMembers&>(type.members());
}

template <class T>
void put(std::vector<T>& list, T item) {
    if (T* old = find_named(list, item.name)) {
        *old = item;
    } else {
        list.push_back(item);
    }
}

Value invoke_stored(CallContext& context, const void* self, const Method& method, Args arguments) {
    CallFunction target{};
    std::memcpy(&target, method.target.data(), sizeof target);
    return target(context, self, arguments);
}

Method& add_stored(TypeMembers& members, std::string_view name, CallFunction function) {
    Method method{.name = name, .invoke = invoke_stored};
    std::memcpy(method.target.data(), &function, sizeof function);
    members.methods.push_back(method);
    return members.methods.back();
}

}  // namespace

void add_property(TypeMembers& members, std::string_view name, CallFunction function, const Type* result) {
    auto& method = add_stored(members, name, function);
    method.result = result;
    method.is_property = true;
}

void add_function(TypeMembers& members, std::string_view name, CallFunction function) {
    add_stored(members, name, function).takes_arguments = true;
}

const TypeMembers& Type::members() const {
    if (const TypeMembers* members = collected.load(std::memory_order_acquire)) [[likely]] {
        return *members;
    }
    return collect_members(*this);
}

const Field* Type::find_field(std::string_view field_name) const {
    return find_named(members().fields, field_name);
}

const Method* Type::find_method(std::string_view method_name) const {
    return find_named(members().methods, method_name);
}

bool Type::is_hidden(std::string_view field_name) const {
    const auto& hidden = members().hidden;
    return std::find(hidden.begin(), hidden.end(), field_name) != hidden.end();
}

void Type::add_field(Field field) {
    field.owner = this;
    put(edit(*this).fields, field);
}

void Type::add_method(Method method) {
    put(edit(*this).methods, method);
}

Value CallContext::list(std::span<const Value> items) {
    auto count = static_cast<std::uint32_t>(items.size());
    Value* copy = arena_.make_array<Value>(count);
    std::copy(items.begin(), items.end(), copy);
    return Value::list(arena_.make<ListData>(copy, count, count));
}

Value CallContext::tuple(std::span<const Value> items) {
    return Value::tuple(&list(items).items());
}

Value CallContext::dict(std::span<const DictData::Entry> entries) {
    auto count = static_cast<std::uint32_t>(entries.size());
    auto* copy = arena_.make_array<DictData::Entry>(count);
    std::copy(entries.begin(), entries.end(), copy);
    return Value::dict(arena_.make<DictData>(copy, count, count));
}

}  // namespace carafe
