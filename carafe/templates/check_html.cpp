// Contexts of HTML: what may be printed where, forms and their tokens, scripts and their nonces.
#include "carafe/templates/compiler.hpp"

namespace carafe::templates {

namespace {

bool is_filter(const Node* node, std::string_view name) {
    return node->kind == NodeKind::Filter && node->name == name;
}

/// Calls and names that put the hidden token into a form.
bool prints_token(const Node* node) {
    if (node->kind == NodeKind::Attribute) {
        return node->name == "csrf_token";
    }
    if (node->kind != NodeKind::Call) {
        return false;
    }
    const Node* callee = node->first;
    bool named = callee->kind == NodeKind::Name && callee->name == "csrf_field";
    return named || (callee->kind == NodeKind::Attribute &&
                     (callee->name == "hidden_tag" || callee->name == "csrf_token"));
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return (x | 0x20) == (y | 0x20);
    });
}

bool is_foreign(std::string_view url) {
    return url.starts_with("http:") || url.starts_with("https:") || url.starts_with("//");
}

/// A literal address that runs or carries code.
bool is_dangerous(std::string_view url) {
    while (!url.empty() && static_cast<unsigned char>(url.front()) <= ' ') {
        url.remove_prefix(1);
    }
    std::size_t colon = std::min(url.find(':'), url.size());
    std::string_view scheme = url.substr(0, colon);
    return colon != url.size() &&
           (equals_ignoring_case(scheme, "javascript") || equals_ignoring_case(scheme, "data") ||
            equals_ignoring_case(scheme, "vbscript"));
}

}  // namespace

void Compiler::html_text(std::string_view text) {
    if (!html_on_) {
        return;
    }
    html_.text(text, line_, [this](const HtmlTag& tag) { check_tag(tag); });
}

void Compiler::fault_line(std::string_view id,
                          std::uint32_t line,
                          const std::string& message,
                          Severity severity) {
    Node place{.kind = NodeKind::Text, .line = line};
    fault(id, &place, message, severity);
}

bool Compiler::is_own_url(const Node* node) const {
    if (node->kind == NodeKind::Condition) {
        return is_own_url(node->second) && (node->third == nullptr || is_own_url(node->third));
    }
    if (node->kind != NodeKind::Call || node->first->kind != NodeKind::Name) {
        return false;
    }
    const Registered* function = environment_.find_function(node->first->name);
    return function != nullptr && function->is_url;
}

/// What is printed for `node` here. Refuses values where no escaping is enough.
EmitMode Compiler::html_value(const Node* node, const Type* type) {
    if (!html_on_) {
        return mode();
    }
    note_token(node);
    HtmlPlace place = html_.place();
    EmitMode how = mode();
    auto refuse = [&](const std::string& why) {
        fault("templates.E017", node, why + called_from());
    };
    switch (place) {
        case HtmlPlace::Text:
        case HtmlPlace::Attribute:
        case HtmlPlace::UrlRest:
            break;
        case HtmlPlace::UrlStart:
            how = is_own_url(node) ? how : EmitMode::Url;
            break;
        case HtmlPlace::UrlQuery: {
            bool plain_text =
                type != nullptr && type->kind == Kind::Text && type->enumerators == nullptr;
            if (plain_text && !is_filter(node, "urlencode") && !is_own_url(node)) {
                refuse("value behind '?' of an address: use |urlencode or url_for");
            }
            break;
        }
        case HtmlPlace::Script:
        case HtmlPlace::Data:
            if (!is_filter(node, "tojson")) {
                refuse("value in <script>: only |tojson is safe there");
            }
            break;
        case HtmlPlace::InTag:
        case HtmlPlace::TagName:
            if (is_filter(node, "xmlattr")) {
                html_.attributes();
                return how;
            }
            [[fallthrough]];
        case HtmlPlace::AttributeName:
            refuse(place == HtmlPlace::TagName ? "value in the name of a tag"
                                               : "value between attributes: use |xmlattr");
            break;
        case HtmlPlace::Unquoted:
            refuse("value in an unquoted attribute: put it in quotes");
            break;
        default:
            refuse("value " + html_.describe() + " cannot be made safe");
            break;
    }
    html_.value();
    return how;
}

void Compiler::note_token(const Node* node) {
    if (!html_on_ || !prints_token(node)) {
        return;
    }
    if (html_.form.open && !html_.form.posts) {
        fault("templates.E015", node, "a CSRF token in a form that does not post" + called_from());
    }
    if (html_.form.open && html_.form.foreign) {
        fault("templates.E015", node, "the CSRF token would leave our origin" + called_from());
    }
    html_.form.has_token = true;
}

void Compiler::check_tag(const HtmlTag& tag) {
    if (tag.name == "form") {
        tag.closes ? close_form() : open_form(tag);
    }
    if (tag.closes) {
        return;
    }
    if (tag.name == "input") {
        const HtmlAttribute* name = tag.find("name");
        if (name != nullptr && (name->value == "csrf_token" || name->value == "_csrf")) {
            html_.form.has_token = true;
        }
    }
    if (tag.name == "script" || tag.name == "style") {
        check_script(tag);
    }
    if (tag.name == "img" && tag.find("alt") == nullptr) {
        fault_line("templates.E020", tag.line, "img without alt", Severity::Warning);
    }
    for (const HtmlAttribute& attribute : tag.attributes) {
        bool address = attribute.name == "href" || attribute.name == "src" ||
                       attribute.name == "action" || attribute.name == "formaction";
        if (address && is_dangerous(attribute.value)) {
            fault_line("templates.E017",
                       tag.line,
                       attribute.name + " of <" + tag.name +
                           "> runs or carries code: " + attribute.value.substr(0, 30));
        }
    }
}

void Compiler::check_script(const HtmlTag& tag) {
    const HtmlAttribute* source = tag.find("src");
    if (source != nullptr) {
        if (is_foreign(source->value)) {
            fault_line("templates.E016",
                       tag.line,
                       "<" + tag.name + "> from another origin: " + source->value.substr(0, 60));
        }
        return;
    }
    bool data = tag.name == "script" && html_.place() == HtmlPlace::Data;
    if (tag.find("nonce") == nullptr && !data) {
        fault_line("templates.E016",
                   tag.line,
                   "<" + tag.name + "> without nonce=\"{{ nonce }}\"" + called_from());
    }
}

void Compiler::open_form(const HtmlTag& tag) {
    if (html_.form.open) {
        fault_line("templates.E017",
                   tag.line,
                   "<form> inside the <form> of line " + std::to_string(html_.form.line));
    }
    const HtmlAttribute* method = tag.find("method");
    const HtmlAttribute* action = tag.find("action");
    html_.form = {.open = true, .file = tree_->name, .line = tag.line};
    html_.form.posts = method != nullptr && equals_ignoring_case(method->value, "post");
    html_.form.foreign = action != nullptr && is_foreign(action->value);
}

void Compiler::close_form() {
    HtmlForm form = std::exchange(html_.form, {});
    if (form.open && form.posts && !form.has_token && !form.foreign) {
        const Tree* saved = tree_;
        std::string message =
            "<form method=\"post\"> has no csrf field (form.hidden_tag() or csrf_field())" +
            called_from();
        bool known = std::any_of(faults_.begin(), faults_.end(), [&](const Fault& f) {
            return f.file == form.file && f.line == form.line && f.message == message;
        });
        if (!known) {
            faults_.push_back(
                {"templates.E015", form.file, form.line, 0, message, Severity::Error});
        }
        tree_ = saved;
    }
}

/// Two ways meet: `other` is where the first one ended.
void Compiler::join_html(const Node* node, const HtmlState& other) {
    if (!html_on_) {
        return;
    }
    HtmlState own = html_;
    if (!html_.join(other)) {
        fault("templates.E017",
              node,
              "branches end in different places: one " + other.describe() + ", one " +
                  own.describe() + called_from());
        html_ = own.is_text() ? own : other;
    }
}

/// A captured text begins and ends as text.
void Compiler::end_captured_html(const Node* node, const HtmlState& outside) {
    if (html_on_ && !html_.is_text()) {
        fault("templates.E017", node, "captured text ends " + html_.describe());
    }
    html_ = outside;
}

void Compiler::check_page_end() {
    if (!html_on_) {
        return;
    }
    if (!html_.is_text()) {
        fault("templates.E017", nullptr, "the page ends " + html_.describe());
    } else if (html_.form.open) {
        fault_line("templates.E017", html_.form.line, "<form> is not closed on this page");
    }
}

}  // namespace carafe::templates
