// Reads the forms of a page: enough of HTML for our own pages, which are well-formed.
#include "carafe/testing/client.hpp"

#include <algorithm>
#include <stdexcept>

namespace carafe::testing {

namespace {

struct Tag {
    std::string name;
    bool closing = false;
    std::map<std::string, std::string, std::less<>> attributes{};
    std::string attribute(std::string_view key) const {
        auto at = attributes.find(key);
        return at == attributes.end() ? std::string() : at->second;
    }
    bool has(std::string_view key) const { return attributes.find(key) != attributes.end(); }
};

std::string unescape(std::string_view text) {
    static constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&#34;", "\""}, {"&#39;", "'"}};
    std::string out;
    while (!text.empty()) {
        bool replaced = false;
        for (const auto& [entity, plain] : kEntities) {
            if (!text.starts_with(entity)) continue;
            out += plain;
            text.remove_prefix(entity.size());
            replaced = true;
            break;
        }
        if (replaced) continue;
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace

class FormReader {
  public:
    FormReader(const TestAnswer& answer, std::vector<TestForm>& forms) : answer_(answer), rest_(answer.body), forms_(forms) {}

    void read() {
        while (true) {
            auto open = rest_.find('<');
            if (open == rest_.npos) return;
            text_ = rest_.substr(0, open);
            rest_.remove_prefix(open + 1);
            if (rest_.starts_with("!--")) {
                rest_.remove_prefix(std::min(rest_.size(), rest_.find("-->")));
                continue;
            }
            take(read_tag());
        }
    }

  private:
    Tag read_tag() {
        Tag tag;
        if (rest_.starts_with('/')) {
            tag.closing = true;
            rest_.remove_prefix(1);
        }
        tag.name = take_while([](char c) { return !is_space(c) && c != '>' && c != '/'; });
        while (true) {
            take_while([](char c) { return is_space(c) || c == '/'; });
            if (rest_.empty() || rest_[0] == '>') break;
            auto key = take_while([](char c) { return !is_space(c) && c != '=' && c != '>'; });
            std::string value;
            if (rest_.starts_with('=')) {
                rest_.remove_prefix(1);
                const char quote = rest_.empty() ? '"' : rest_[0];
                rest_.remove_prefix(1);
                value = unescape(take_while([quote](char c) { return c != quote; }));
                if (!rest_.empty()) rest_.remove_prefix(1);
            }
            tag.attributes.emplace(std::move(key), std::move(value));
        }
        if (!rest_.empty()) rest_.remove_prefix(1);
        return tag;
    }

    template <class Keep>
    std::string take_while(Keep keep) {
        std::size_t n = 0;
        while (n < rest_.size() && keep(rest_[n])) ++n;
        std::string out(rest_.substr(0, n));
        rest_.remove_prefix(n);
        return out;
    }

    void take(const Tag& tag) {
        if (tag.name == "form") return tag.closing ? void(open_ = false) : open_form(tag);
        if (!open_) return;
        auto& form = forms_.back();
        if (tag.name == "input" && !tag.closing) add_input(form, tag);
        if (tag.name == "button" && !tag.closing && !tag.has("disabled")) {
            form.buttons_.push_back({tag.attribute("name"), tag.attribute("value"), tag.attribute("formaction")});
        }
        if (tag.name == "select" && !tag.closing) form.inputs_.push_back({tag.attribute("name"), "select", "", true, {}});
        if (tag.name == "option" && !tag.closing) add_option(form, tag);
        if (tag.name == "textarea") {
            if (!tag.closing) form.inputs_.push_back({tag.attribute("name"), "textarea", "", true, {}});
            else form.inputs_.back().value = unescape(text_);
        }
    }

    void open_form(const Tag& tag) {
        open_ = true;
        TestForm form;
        form.client_ = answer_.client;
        form.action_ = tag.has("action") ? tag.attribute("action") : answer_.path;
        form.method_ = tag.attribute("method");
        form.multipart_ = tag.attribute("enctype") == "multipart/form-data";
        forms_.push_back(std::move(form));
    }

    static void add_input(TestForm& form, const Tag& tag) {
        auto type = tag.attribute("type");
        const bool box = type == "checkbox" || type == "radio";
        auto value = box && !tag.has("value") ? "on" : tag.attribute("value");
        form.inputs_.push_back({tag.attribute("name"), type, value, !box || tag.has("checked"), {}});
    }

    /// Options of a datalist are only suggestions.
    static void add_option(TestForm& form, const Tag& tag) {
        if (form.inputs_.empty() || form.inputs_.back().type != "select") return;
        auto& select = form.inputs_.back();
        if (select.options.empty() || tag.has("selected")) select.value = tag.attribute("value");
        select.options.push_back(tag.attribute("value"));
    }

    const TestAnswer& answer_;
    std::string_view rest_;
    std::string_view text_{};
    std::vector<TestForm>& forms_;
    bool open_ = false;
};

namespace {
std::vector<TestForm> forms_of(const TestAnswer& answer) {
    std::vector<TestForm> forms;
    FormReader(answer, forms).read();
    return forms;
}
}  // namespace

TestForm TestAnswer::form(std::size_t index) const {
    auto forms = forms_of(*this);
    if (index >= forms.size()) throw std::out_of_range("the page has no form " + std::to_string(index) + ": " + body.substr(0, 300));
    return forms[index];
}

TestForm TestAnswer::form_to(std::string_view action) const {
    for (auto& form : forms_of(*this)) {
        if (form.action_.ends_with(action)) return form;
    }
    throw std::out_of_range("the page has no form to " + std::string(action));
}

bool TestAnswer::has_form_to(std::string_view action) const {
    auto forms = forms_of(*this);
    return std::any_of(forms.begin(), forms.end(), [&](const TestForm& form) { return form.action_.ends_with(action); });
}

}  // namespace carafe::testing
