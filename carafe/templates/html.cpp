#include "carafe/templates/html.hpp"

#include <algorithm>

namespace carafe::templates {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

char lower(char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

bool is_url_attribute(std::string_view name) {
    static constexpr std::string_view kNames[] = {"href",
                                                  "src",
                                                  "action",
                                                  "formaction",
                                                  "poster",
                                                  "cite",
                                                  "data",
                                                  "ping",
                                                  "manifest",
                                                  "background",
                                                  "hx-get",
                                                  "hx-post",
                                                  "hx-put",
                                                  "hx-patch",
                                                  "hx-delete",
                                                  "hx-push-url",
                                                  "hx-replace-url"};
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool is_raw_element(std::string_view name) {
    return name == "script" || name == "style" || name == "textarea" || name == "title";
}

bool runs(const HtmlTag& script) {
    const HtmlAttribute* type = script.find("type");
    return type == nullptr || type->value.empty() || type->value == "module" ||
           type->value.find("javascript") != std::string::npos;
}

}  // namespace

const HtmlAttribute* HtmlTag::find(std::string_view wanted) const {
    for (const HtmlAttribute& attribute : attributes) {
        if (attribute.name == wanted) {
            return &attribute;
        }
    }
    return nullptr;
}

void HtmlState::text(std::string_view text, std::uint32_t line, const OnTag& on_tag) {
    line_ = line;
    for (char c : text) {
        step(c, on_tag);
        line_ += c == '\n' ? 1 : 0;
    }
}

void HtmlState::step(char c, const OnTag& on_tag) {
    switch (kind_) {
        case Kind::Text:
            if (c == '<') {
                kind_ = Kind::TagOpen;
            }
            return;
        case Kind::TagOpen:
        case Kind::EndTagOpen:
            return open_tag(c);
        case Kind::Declaration:
        case Kind::CommentBegin:
        case Kind::Comment:
        case Kind::Raw:
            return in_raw(c);
        case Kind::Quoted:
        case Kind::Unquoted:
        case Kind::AfterEquals:
            return in_value(c, on_tag);
        default:
            return in_tag(c, on_tag);
    }
}

/// Behind '<' or '</'.
void HtmlState::open_tag(char c) {
    if (is_letter(c)) {
        tag_ = {std::string(1, lower(c)), kind_ == Kind::EndTagOpen, line_, {}};
        kind_ = Kind::TagName;
    } else if (c == '/' && kind_ == Kind::TagOpen) {
        kind_ = Kind::EndTagOpen;
    } else if (c == '!') {
        kind_ = Kind::Declaration;
        recent_.clear();
    } else if (c != '<') {
        kind_ = Kind::Text;
    }
}

void HtmlState::in_tag(char c, const OnTag& on_tag) {
    if (c == '>') {
        end_attribute();
        return end_tag(on_tag);
    }
    if (is_blank(c) || c == '/') {
        if (kind_ == Kind::AttributeName) {
            kind_ = c == '/' ? Kind::BeforeAttribute : Kind::AfterName;
        } else if (kind_ == Kind::TagName) {
            kind_ = Kind::BeforeAttribute;
        }
        return;
    }
    if (kind_ == Kind::TagName) {
        tag_.name += lower(c);
        return;
    }
    if (c == '=' && (kind_ == Kind::AttributeName || kind_ == Kind::AfterName)) {
        kind_ = Kind::AfterEquals;
        return;
    }
    if (kind_ != Kind::AttributeName) {
        end_attribute();
        kind_ = Kind::AttributeName;
    }
    attribute_.name += lower(c);
}

void HtmlState::in_value(char c, const OnTag& on_tag) {
    if (kind_ == Kind::AfterEquals) {
        started_ = queried_ = false;
        if (is_blank(c)) {
            return;
        }
        if (c == '"' || c == '\'') {
            quote_ = c;
            kind_ = Kind::Quoted;
            return;
        }
        attribute_.quoted = false;
        kind_ = Kind::Unquoted;
    }
    bool ends = kind_ == Kind::Quoted ? c == quote_ : is_blank(c) || c == '>';
    if (!ends) {
        attribute_.value += c;
        started_ = true;
        queried_ = queried_ || c == '?';
        return;
    }
    kind_ = Kind::BeforeAttribute;
    end_attribute();
    if (c == '>') {
        end_tag(on_tag);
    }
}

/// Declarations, comments, and the text of elements that is not HTML.
void HtmlState::in_raw(char c) {
    recent_ += lower(c);
    if (kind_ == Kind::Declaration) {
        if (recent_ == "--") {
            kind_ = Kind::Comment;
            recent_.clear();
        } else if (c == '>') {
            kind_ = Kind::Text;
        }
        return;
    }
    if (recent_.size() > 16) {
        recent_.erase(0, recent_.size() - 16);
    }
    if (kind_ == Kind::Comment && recent_.ends_with("-->")) {
        kind_ = Kind::Text;
    } else if (kind_ == Kind::Raw && recent_.ends_with("</" + raw_)) {
        tag_ = {raw_, true, line_, {}};
        raw_.clear();
        kind_ = Kind::TagName;
    }
}

void HtmlState::end_attribute() {
    if (!attribute_.name.empty()) {
        tag_.attributes.push_back(attribute_);
    }
    attribute_ = {};
}

void HtmlState::end_tag(const OnTag& on_tag) {
    kind_ = Kind::Text;
    if (!tag_.closes && is_raw_element(tag_.name)) {
        kind_ = Kind::Raw;
        raw_ = tag_.name;
        recent_.clear();
        data_script_ = tag_.name == "script" && !runs(tag_);
    }
    on_tag(tag_);
    tag_ = {};
}

HtmlPlace HtmlState::place() const {
    switch (kind_) {
        case Kind::Text:
            return HtmlPlace::Text;
        case Kind::TagOpen:
        case Kind::EndTagOpen:
        case Kind::TagName:
            return HtmlPlace::TagName;
        case Kind::BeforeAttribute:
        case Kind::AfterName:
            return HtmlPlace::InTag;
        case Kind::AttributeName:
            return HtmlPlace::AttributeName;
        case Kind::AfterEquals:
        case Kind::Unquoted:
            return HtmlPlace::Unquoted;
        case Kind::Quoted:
            return value_place();
        case Kind::Raw:
            return raw_place();
        default:
            return HtmlPlace::Comment;
    }
}

HtmlPlace HtmlState::value_place() const {
    if (attribute_.name.starts_with("on")) {
        return HtmlPlace::Handler;
    }
    if (attribute_.name == "style") {
        return HtmlPlace::StyleAttribute;
    }
    if (attribute_.name == "srcdoc") {
        return HtmlPlace::Srcdoc;
    }
    if (!is_url_attribute(attribute_.name)) {
        return HtmlPlace::Attribute;
    }
    return !started_ ? HtmlPlace::UrlStart : queried_ ? HtmlPlace::UrlQuery : HtmlPlace::UrlRest;
}

HtmlPlace HtmlState::raw_place() const {
    if (raw_ == "script") {
        return data_script_ ? HtmlPlace::Data : HtmlPlace::Script;
    }
    return raw_ == "style" ? HtmlPlace::Style : HtmlPlace::Text;
}

void HtmlState::value() {
    started_ = true;
    attribute_.has_values = true;
    if (kind_ == Kind::AfterEquals) {
        kind_ = Kind::Unquoted;
    }
}

void HtmlState::attributes() {
    if (kind_ == Kind::TagName) {
        kind_ = Kind::BeforeAttribute;
    }
}

bool HtmlState::is_between_attributes() const {
    return kind_ == Kind::TagName || kind_ == Kind::BeforeAttribute ||
           kind_ == Kind::AttributeName || kind_ == Kind::AfterName;
}

bool HtmlState::join(const HtmlState& other) {
    bool same_form = form.open == other.form.open && (!form.open || form.posts == other.form.posts);
    form.has_token = form.has_token && other.form.has_token;
    if (is_between_attributes() && other.is_between_attributes()) {
        // <input{% if on %} checked{% endif %}>: a finished name on one way, nothing on the other.
        bool same_tag = tag_.name == other.tag_.name;
        if (kind_ != other.kind_ || attribute_.name != other.attribute_.name) {
            end_attribute();
            kind_ = Kind::BeforeAttribute;
        }
        for (const HtmlAttribute& attribute : other.tag_.attributes) {
            if (tag_.find(attribute.name) == nullptr) {
                tag_.attributes.push_back(attribute);
            }
        }
        return same_tag && same_form;
    }
    bool same = kind_ == other.kind_ && raw_ == other.raw_;
    if (same && (kind_ == Kind::Quoted || kind_ == Kind::Unquoted || kind_ == Kind::AfterEquals)) {
        same = attribute_.name == other.attribute_.name && tag_.name == other.tag_.name &&
               quote_ == other.quote_;
        started_ = started_ && other.started_;
        queried_ = queried_ || other.queried_;
        attribute_.has_values = attribute_.has_values || other.attribute_.has_values ||
                                attribute_.value != other.attribute_.value;
    }
    return same && same_form;
}

std::string HtmlState::signature() const {
    std::string text;
    auto add = [&](std::string_view part) { (text += part) += '|'; };
    text += static_cast<char>('A' + static_cast<int>(kind_));
    add(kind_ == Kind::Text ? "" : tag_.name);
    add(attribute_.name);
    add(raw_);
    for (bool flag : {started_,
                      queried_,
                      quote_ == '"',
                      data_script_,
                      form.open,
                      form.posts,
                      form.has_token,
                      form.foreign}) {
        text += flag ? '1' : '0';
    }
    return text;
}

std::string HtmlState::describe() const {
    switch (place()) {
        case HtmlPlace::Text:
            return raw_.empty() ? "in text" : "in <" + raw_ + ">";
        case HtmlPlace::Script:
        case HtmlPlace::Data:
        case HtmlPlace::Style:
            return "in <" + raw_ + ">";
        case HtmlPlace::Comment:
            return "in a comment";
        case HtmlPlace::TagName:
            return "in the name of a tag";
        case HtmlPlace::InTag:
        case HtmlPlace::AttributeName:
            return "in <" + tag_.name + ">";
        default:
            return "in " + attribute_.name + " of <" + tag_.name + ">";
    }
}

}  // namespace carafe::templates
