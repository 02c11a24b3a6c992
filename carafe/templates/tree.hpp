// The tree of one template file: nodes in one arena, names and texts as views into the source.
// It stays as parsed: one body may be reached in many frames, so nothing about a use is written
// into it.
#pragma once
#include "carafe/base/arena.hpp"
#include "carafe/base/value.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::templates {

/// In brackets: which members of Node carry what.
enum class NodeKind : std::uint8_t {
    // expressions
    Constant,   // constant
    Name,       // name
    List,       // items
    Tuple,      // items
    Dict,       // items: key, value, key, value …
    Attribute,  // first.name
    Item,       // first[second]
    Slice,      // items: start, stop, step, each may be null; only as second of Item
    Call,       // first(items, names), second = *args, third = **kwargs
    Filter,     // first|name(items, names); first is null in a filter block
    Test,       // first is name(items, names)
    Negate,     // -first
    Plus,       // +first
    Not,        // not first
    And,        // first and second
    Or,         // first or second
    Binary,     // first name second: + - * / // % **
    Concat,     // items joined by ~
    Compare,    // items[0] names[0] items[1] names[1] items[2] …
    Condition,  // second if first else third; third may be null
    // statements
    Text,      // name: the text
    Print,     // first
    Body,      // items
    If,        // first: test, second: body, third: else branch or null (If for elif)
    For,       // first: target, second: iterable, items: body, else; third: filter; flag: recursive
    Set,       // first: target, second: value
    SetBlock,  // first: target, second: body, third: filters or null
    With,      // items: target, value …; second: body
    Block,     // name, second: body; flags: scoped, required
    Macro,     // name, names: parameters, items: defaults (null where none), second: body
    CallBlock,    // first: call, names/items like a macro: parameters of caller, second: body
    FilterBlock,  // first: filters over nothing, second: body
    Extends,      // first
    Include,      // first; flags: ignore_missing, with_context
    Import,       // first, name: as; flag: with_context
    FromImport,   // first, names: name, alias …; flag: with_context
    Do,           // first
    Break,
    Continue,
    Autoescape,  // first, second: body
    Trans,  // first: singular body, second: plural body or null, third: count or null; items/names:
            // variables
    Debug,
};

struct Node {
    NodeKind kind;
    bool flag = false;        ///< recursive, scoped, with_context
    bool other_flag = false;  ///< required, ignore_missing
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string_view name{};
    Value constant{};
    Node* first = nullptr;
    Node* second = nullptr;
    Node* third = nullptr;
    std::span<Node*> items{};
    std::span<std::string_view> names{};

    bool is_name(std::string_view wanted) const { return kind == NodeKind::Name && name == wanted; }

    bool is_text_constant() const { return kind == NodeKind::Constant && constant.is(Kind::Text); }
};

/// One parsed file. Nodes view `source` and `arena`, so it is neither copied nor moved.
struct Tree {
    Tree() = default;
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;

    std::string name;    ///< "tasks/edit.html"
    std::string source;  ///< newlines as '\n'
    Arena arena;
    Node* body = nullptr;
    Node* extends = nullptr;                     ///< the one Extends at top level
    std::map<std::string_view, Node*> blocks{};  ///< all blocks of the file, nested ones too
};

/// Calls `visit(node)` for `node` and everything below it, parents first.
template <class F>
void walk(const Node* node, const F& visit) {
    if (node == nullptr) {
        return;
    }
    visit(*node);
    walk(node->first, visit);
    walk(node->second, visit);
    walk(node->third, visit);
    for (const Node* item : node->items) {
        walk(item, visit);
    }
}

}  // namespace carafe::templates
