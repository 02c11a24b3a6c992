// What is wrong with a page, found while it is compiled: fields, filters, comparisons, empty
// values; and what is known of types after each operation. Outside checked pages only what the
// original refuses too is a fault.
#include "carafe/templates/compiler.hpp"
#include "carafe/templates/operations.hpp"

namespace carafe::templates {

namespace {

/// "task.person.name", or empty for what is no path.
std::string path_of(const Node* node) {
    if (node->kind == NodeKind::Name) {
        return std::string(node->name);
    }
    if (node->kind == NodeKind::Attribute) {
        std::string owner = path_of(node->first);
        return owner.empty() ? owner : owner + '.' + std::string(node->name);
    }
    return {};
}

std::string_view kind_word(const Type& type) {
    switch (type.kind) {
        case Kind::Bool:
            return "a bool";
        case Kind::Int:
        case Kind::Float:
            return "a number";
        case Kind::Text:
            return "text";
        case Kind::Money:
            return "an amount";
        case Kind::Date:
            return "a date";
        case Kind::TimeOfDay:
            return "a time";
        case Kind::Timestamp:
            return "a point in time";
        case Kind::Sequence:
            return "a list";
        default:
            return type.object().name;
    }
}

std::string described(const Node* node) {
    std::string path = path_of(node);
    return path.empty() ? "the value" : path;
}

bool is_scalar(const Type& type) {
    return type.kind >= Kind::Bool && type.kind <= Kind::Timestamp && type.kind != Kind::Text;
}

}  // namespace

// ---------------------------------------------------------------- empty values

void Compiler::narrow(const Node* condition, bool when) {
    if (!options_.checked) {
        return;
    }
    switch (condition->kind) {
        case NodeKind::Name:
        case NodeKind::Attribute:
            if (when) {
                narrowings_.push_back(path_of(condition));
            }
            return;
        case NodeKind::Not:
            return narrow(condition->first, !when);
        case NodeKind::And:
        case NodeKind::Or:
            if (when == (condition->kind == NodeKind::And)) {
                narrow(condition->first, when);
                narrow(condition->second, when);
            }
            return;
        case NodeKind::Test: {
            bool empty = condition->name == "none" || condition->name == "undefined";
            bool full = condition->name != "none" && condition->name != "undefined" &&
                        condition->name != "defined";
            if ((empty && !when) || (full && when)) {
                narrowings_.push_back(path_of(condition->first));
            }
            return;
        }
        case NodeKind::Compare: {
            const Node* right = condition->items[1];
            bool with_none = right->kind == NodeKind::Constant && right->constant.is(Kind::None);
            std::string_view op = condition->names[0];
            bool differs = with_none && op == (when ? "!=" : "==");
            bool equals_something =
                when && !with_none && condition->names.size() == 1 && op != "!=" && op != "not in";
            if (differs || equals_something) {
                narrowings_.push_back(path_of(condition->items[0]));
            }
            return;
        }
        default:
            return;
    }
}

bool Compiler::is_narrowed(const Node* node) const {
    std::string path = path_of(node);
    return !path.empty() &&
           std::find(narrowings_.begin(), narrowings_.end(), path) != narrowings_.end();
}

// ---------------------------------------------------------------- fields

namespace {

std::vector<std::string_view> member_names(const Type& type) {
    std::vector<std::string_view> names;
    for (const Field& field : type.fields()) {
        names.push_back(field.name);
    }
    for (const Method& method : type.methods()) {
        names.push_back(method.name);
    }
    return names;
}

bool is_date_part(Kind kind, std::string_view name) {
    bool day = name == "year" || name == "month" || name == "day";
    bool clock = name == "hour" || name == "minute" || name == "second";
    return (day && (kind == Kind::Date || kind == Kind::Timestamp)) ||
           (clock && (kind == Kind::TimeOfDay || kind == Kind::Timestamp));
}

}  // namespace

/// Adds where the macro was called, when the fault is in one.
std::string Compiler::called_from() const {
    if (call_site_ == nullptr || draft_->level == 0) {
        return {};
    }
    return ", called from " + call_site_tree_->name + ':' + std::to_string(call_site_->line);
}

const Type* Compiler::check_attribute(const Node* node, const Type* type) {
    if (type == nullptr || type->kind == Kind::Undefined) {
        return nullptr;
    }
    if (is_date_part(type->kind, node->name)) {
        return &static_type<std::int64_t>();
    }
    const Type& object = type->object();
    if (type->is_optional && options_.checked && !is_narrowed(node->first) && allow_unknown_ == 0) {
        fault("templates.E010",
              node,
              described(node->first) + " can be empty: test it before reading '" +
                  std::string(node->name) + "'",
              Severity::Warning);
    }
    if (type->kind == Kind::Object) {
        if (const Field* field = object.find_field(node->name)) {
            return field->type;
        }
        if (const Method* method = object.find_method(node->name)) {
            if (!method->is_property && options_.checked) {
                fault("templates.E003",
                      node,
                      "method '" + std::string(node->name) + "' of " + std::string(object.name) +
                          " is not called: write " + std::string(node->name) + "()" +
                          called_from());
            }
            return method->result;
        }
        if (object.lookup != nullptr || allow_unknown_ > 0) {
            return nullptr;
        }
        if (object.is_hidden(node->name)) {
            fault("templates.E020",
                  node,
                  described(node->first) + '.' + std::string(node->name) + " may not be shown" +
                      called_from());
            return nullptr;
        }
    }
    if (options_.checked && allow_unknown_ == 0) {
        std::string owner = type->kind == Kind::Object ? std::string(object.name)
                                                       : described(node->first) + " is " +
                                                             std::string(kind_word(*type)) + " and";
        std::string similar =
            type->kind == Kind::Object ? find_similar(node->name, member_names(object)) : "";
        fault(object.call != nullptr || type->kind != Kind::Object ? "templates.E003"
                                                                   : form_id(object),
              node,
              owner + " has no field '" + std::string(node->name) + "'" + did_you_mean(similar) +
                  called_from());
    }
    return nullptr;
}

/// Fields of forms have their own id.
std::string_view Compiler::form_id(const Type& object) const {
    return object.name.ends_with("Form") ? "templates.E014" : "templates.E003";
}

const Type* Compiler::check_method(const Node* node, const Type* type) {
    if (type == nullptr || type->kind != Kind::Object) {
        return nullptr;
    }
    const Type& object = type->object();
    if (const Method* method = object.find_method(node->name)) {
        return method->result;
    }
    if (const Field* field = object.find_field(node->name)) {
        if (field->type != nullptr && field->type->call == nullptr && options_.checked) {
            fault("templates.E003", node, described(node) + " cannot be called" + called_from());
        }
        return nullptr;
    }
    if (object.lookup == nullptr && options_.checked) {
        fault(form_id(object),
              node,
              std::string(object.name) + " has no " +
                  (form_id(object) == "templates.E014" ? "field '" : "method '") +
                  std::string(node->name) + "'" +
                  did_you_mean(find_similar(node->name, member_names(object))) + called_from());
    }
    return nullptr;
}

void Compiler::fault_loop_attribute(const Node* node) {
    static constexpr std::string_view kKnown[] = {"index",
                                                  "index0",
                                                  "revindex",
                                                  "revindex0",
                                                  "first",
                                                  "last",
                                                  "length",
                                                  "depth",
                                                  "depth0",
                                                  "previtem",
                                                  "nextitem",
                                                  "cycle",
                                                  "changed"};
    if (options_.checked) {
        fault("templates.E009",
              node,
              "loop has no '" + std::string(node->name) + "'" +
                  did_you_mean(find_similar(node->name, kKnown)));
    }
}

// ---------------------------------------------------------------- values

void Compiler::check_printed(const Node* node, const Type* type) {
    if (!options_.checked || type == nullptr) {
        return;
    }
    if (type->is_optional && !is_narrowed(node)) {
        fault("templates.E010",
              node,
              described(node) +
                  " can be empty and would print None: test it or use default('', true)" +
                  called_from());
    }
    const Type& object = type->object();
    if (type->kind == Kind::Object && object.print == nullptr && object.lookup == nullptr &&
        object.call == nullptr) {
        fault("templates.E005",
              node,
              described(node) + " is a " + std::string(object.name) +
                  " and cannot be printed: name one of its fields" + called_from());
    }
}

const Type* Compiler::element_type(const Type* type) {
    if (type == nullptr) {
        return nullptr;
    }
    if (type->kind == Kind::Object && type->object().item != nullptr) {
        return &type->object().item();
    }
    return type->kind == Kind::Sequence && type->inner != nullptr ? &type->inner() : nullptr;
}

void Compiler::check_loop_over(const Node* node, const Type* type) {
    if (!options_.checked || type == nullptr) {
        return;
    }
    const Type& object = type->object();
    bool closed_object = type->kind == Kind::Object && object.iterate == nullptr;
    if (is_scalar(*type) || closed_object) {
        fault("templates.E009",
              node,
              described(node) + " is " + std::string(kind_word(*type)) + ", not a list" +
                  called_from());
    }
}

void Compiler::check_comparison(const Node* node,
                                Comparison comparison,
                                Ref left,
                                Ref right,
                                const Node* left_node,
                                const Node* right_node) {
    if (!options_.checked || left.type == nullptr || right.type == nullptr) {
        return;
    }
    bool equality = comparison == Comparison::Equal || comparison == Comparison::Unequal;
    for (auto [type, path, literal] :
         {std::tuple{left.type, left_node, right_node}, {right.type, right_node, left_node}}) {
        if (!equality || type->enumerators == nullptr || !literal->is_text_constant()) {
            continue;
        }
        std::string names;
        bool known = false;
        for (const Enumerator& enumerator : type->enumerators()) {
            names += (names.empty() ? "" : ", ") + std::string(enumerator.name);
            known = known || enumerator.name == literal->constant.as_text();
        }
        if (!known) {
            fault("templates.E011",
                  node,
                  described(path) + " is never '" + std::string(literal->constant.as_text()) +
                      "': it has " + names);
        }
        return;
    }
    auto group = [](const Type& type) {
        return type.kind == Kind::Bool || type.kind == Kind::Float ? Kind::Int : type.kind;
    };
    bool membership = comparison == Comparison::In || comparison == Comparison::NotIn;
    bool open = group(*left.type) == Kind::Undefined || group(*right.type) == Kind::Undefined;
    if (!membership && !open && group(*left.type) != group(*right.type)) {
        fault("templates.E011",
              node,
              std::string(kind_word(*left.type)) + " and " + std::string(kind_word(*right.type)) +
                  (equality ? " are never equal" : " have no order") + " (" + described(left_node) +
                  ", " + described(right_node) + ")");
    }
}

void Compiler::check_filter(const Node* node, const Type* input) {
    if (!options_.checked || input == nullptr || node->first == nullptr) {
        return;
    }
    static constexpr std::string_view kOfLists[] = {"join",
                                                    "sort",
                                                    "first",
                                                    "last",
                                                    "map",
                                                    "select",
                                                    "reject",
                                                    "selectattr",
                                                    "rejectattr",
                                                    "groupby",
                                                    "batch",
                                                    "sum",
                                                    "unique",
                                                    "min",
                                                    "max",
                                                    "slice"};
    bool of_list =
        std::find(std::begin(kOfLists), std::end(kOfLists), node->name) != std::end(kOfLists);
    bool of_length = node->name == "length" || node->name == "count";
    bool is_list = input->kind == Kind::Sequence || input->kind == Kind::Undefined ||
                   (input->kind == Kind::Object && input->object().iterate != nullptr);
    bool is_text = input->kind == Kind::Text;
    if ((of_list && !is_list &&
         !(is_text && (node->name == "first" || node->name == "last" || node->name == "map"))) ||
        (of_length && !is_list && !is_text)) {
        fault("templates.E005",
              node,
              "filter '" + std::string(node->name) + "' wants a list, " + described(node->first) +
                  " is " + std::string(kind_word(*input)) + called_from());
    }
}

void Compiler::check_safe(const Node* node) {
    if (options_.checked && node->name == "safe" && node->items.empty()) {
        fault("templates.E020", node, "safe needs a reason: safe(\"why this is trusted\")");
    }
}

void Compiler::fault_arguments(const Node* node, const std::string& message) {
    if (options_.checked) {
        fault("templates.E005", node, message + called_from());
    } else {
        put(Op::Fail).text = keep_padded(message);
    }
}

void Compiler::fault_macro(const Node* node, const std::string& message) {
    if (options_.checked) {
        fault("templates.E006", node, message);
    } else {
        put(Op::Fail).text = keep_padded(message);
    }
}

void Compiler::unknown_callable(std::string_view what,
                                const Node* node,
                                const std::string& similar) {
    fault("templates.E004",
          node,
          "no " + std::string(what) + " '" + std::string(node->name) + "'" + did_you_mean(similar));
}

void Compiler::check_function(const Registered& function, const Node* node) {
    if (!options_.checked || function.check == nullptr) {
        return;
    }
    std::vector<KnownArgument> arguments;
    std::size_t positional = node->items.size() - node->names.size();
    for (std::size_t i = 0; i < node->items.size(); ++i) {
        const Node* item = node->items[i];
        arguments.push_back(
            {.name = i < positional ? std::string_view() : node->names[i - positional],
             .constant = item->kind == NodeKind::Constant ? &item->constant : nullptr,
             .type = item_types_[item]});
    }
    std::string wrong = function.check(function.user, arguments);
    if (!wrong.empty()) {
        fault(function.name == "static" ? "templates.E013" : "templates.E012",
              node,
              wrong + called_from());
    }
}

// ---------------------------------------------------------------- types

const Type* Compiler::default_type(const Node* node) {
    if (node->kind != NodeKind::Constant) {
        return nullptr;
    }
    switch (node->constant.kind()) {
        case Kind::Bool:
            return &static_type<bool>();
        case Kind::Int:
            return &static_type<std::int64_t>();
        case Kind::Text:
            return &static_type<std::string>();
        default:
            return nullptr;
    }
}

/// What `default(x, true)` leaves of an optional.
const Type* Compiler::behind_optional(const Type* type, const Type* otherwise) {
    if (type == nullptr || otherwise == nullptr || type->kind != otherwise->kind ||
        otherwise->is_optional) {
        return nullptr;
    }
    return otherwise;
}

const Type* Compiler::filter_type(const Registered& callable, const Type* input) {
    static constexpr std::string_view kKeeps[] = {
        "sort", "unique", "list", "reverse", "select", "reject", "selectattr", "rejectattr"};
    static constexpr std::string_view kItem[] = {"first", "last", "min", "max", "random"};
    static constexpr std::string_view kNumber[] = {"length", "count", "int", "wordcount"};
    static constexpr std::string_view kText[] = {
        "upper", "lower",    "title",  "capitalize", "trim",   "replace",       "truncate",
        "join",  "format",   "string", "escape",     "e",      "safe",          "date",
        "time",  "datetime", "money",  "urlencode",  "tojson", "filesizeformat"};
    auto among = [&](const auto& names) {
        return std::find(std::begin(names), std::end(names), callable.name) != std::end(names);
    };
    if (callable.result != nullptr) {
        return callable.result;
    }
    if (among(kNumber)) {
        return &static_type<std::int64_t>();
    }
    if (among(kText)) {
        return &static_type<std::string>();
    }
    bool is_list = input != nullptr && input->kind == Kind::Sequence;
    return is_list && among(kKeeps) ? input : is_list && among(kItem) ? &input->inner() : nullptr;
}

}  // namespace carafe::templates
