// A page is a type: it names its file and the C++ types the file takes. All a page file needs to
// include.
//
//     struct EditTask : Page<TaskForm, Task> {
//         using Page::Page;
//         static constexpr PageInfo info{"tasks/edit.html", {"form", "task"}};
//     };
//     using Pages = PageList<EditTask, ListTasks>;                       // pages/all.hpp
//     template struct carafe::templates::Define<Pages>;                  // pages/all.cpp, with
//     templates/define.hpp
//
//     render(engine, EditTask{form, task}, &request, buffer);            // engine.hpp
//
// A page holds addresses, so it lives for one call: it is neither copied nor moved, and only a
// temporary is rendered.
#pragma once
#include "carafe/base/type.hpp"

#include <array>
#include <initializer_list>

namespace carafe::templates {

/// File and names of a page; `blocks` are those that are rendered alone, checked at start with the
/// rest.
struct PageInfo {
    static constexpr std::size_t kMostNames = 24;

    constexpr PageInfo(std::string_view in_file,
                       std::initializer_list<std::string_view> with_names,
                       std::initializer_list<std::string_view> alone = {})
        : file(in_file), name_count(with_names.size()), block_count(alone.size()) {
        std::copy(with_names.begin(), with_names.end(), names.begin());
        std::copy(alone.begin(), alone.end(), blocks.begin());
    }

    std::string_view file;
    std::array<std::string_view, kMostNames> names{};
    std::size_t name_count;
    std::array<std::string_view, kMostNames> blocks{};
    std::size_t block_count;
};

/// What the engine knows of a page type; one static object each, made by Define.
struct PageSlot {
    std::string_view name;
    const PageInfo* info;
    const Type& (*const* types)();  ///< of the values, in the order of the names
    std::size_t type_count;
};

/// Defined by Define<Pages>: a page that no list names is an undefined reference to
/// `PageStorage<ThePage>::slot`.
template <class P>
struct PageStorage {
    static const PageSlot slot;
};

template <class... T>
class Page {
  public:
    /// @param values  what the template sees; must live until render returns.
    explicit Page(const T&... values) : values_{to_value(values)...} {}

    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;

    std::span<const Value> values() const { return {values_.data(), sizeof...(T)}; }

    using Types = void (*)(T...);

  private:
    std::array<Value, sizeof...(T)> values_;
};

template <class... P>
struct PageList {
    static const PageSlot* const slots[sizeof...(P)];
};

}  // namespace carafe::templates
