#include "carafe/testing/client.hpp"

#include "carafe/http/request_parser.hpp"
#include "carafe/text/percent.hpp"

#include <algorithm>
#include <stdexcept>

namespace carafe::testing {

namespace {

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::string encode_fields(const Fields& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        out += text::encode_component(name) + '=' + text::encode_component(value);
    }
    return out;
}

/// Fields an answer's header block holds: "Name: value\r\n…".
void read_header_block(std::string_view block, TestAnswer& answer) {
    while (!block.empty()) {
        auto line = block.substr(0, block.find("\r\n"));
        block.remove_prefix(std::min(block.size(), line.size() + 2));
        auto colon = line.find(": ");
        if (colon != line.npos) answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
}

}  // namespace

std::string TestAnswer::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (equals_ignoring_case(key, name)) return value;
    }
    return {};
}

std::vector<std::string> TestAnswer::headers_of(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : headers) {
        if (equals_ignoring_case(key, name)) values.push_back(value);
    }
    return values;
}

TestAnswer TestAnswer::follow() const { return client->get(location()); }

TestAnswer TestClient::get(std::string_view path, const Fields& headers) { return request("GET", path, headers, ""); }

TestAnswer TestClient::post(std::string_view path, const Fields& fields, const Fields& headers) {
    Fields all = {{"Content-Type", "application/x-www-form-urlencoded"}};
    all.insert(all.end(), headers.begin(), headers.end());
    return request("POST", path, all, encode_fields(fields));
}

TestAnswer TestClient::post_multipart(std::string_view path, const Fields& fields,
                                      const std::vector<std::pair<std::string, TestFile>>& files) {
    const std::string boundary = "carafe-test-boundary";
    std::string body;
    for (const auto& [name, value] : fields) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }
    for (const auto& [name, file] : files) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" +
                file.filename + "\"\r\nContent-Type: " + file.content_type + "\r\n\r\n" + file.bytes + "\r\n";
    }
    body += "--" + boundary + "--\r\n";
    return request("POST", path, {{"Content-Type", "multipart/form-data; boundary=" + boundary}}, body);
}

TestAnswer TestClient::request(std::string_view method, std::string_view target, const Fields& headers,
                               std::string_view body) {
    std::string message(method);
    message.append(" ").append(target).append(" HTTP/1.1\r\nHost: ").append(host_).append("\r\n");
    for (const auto& [name, value] : headers) message += name + ": " + value + "\r\n";
    if (htmx) message += "HX-Request: true\r\n";
    if (json) message += "Accept: application/json\r\n";
    std::string jar;
    for (const auto& [name, value] : cookies_) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    if (!jar.empty()) message += "Cookie: " + jar + "\r\n";
    if (!body.empty()) message += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    message += "\r\n";

    TestAnswer answer;
    answer.client = this;
    answer.path = target;
    http::RequestParser parser;
    auto step = parser.feed(message);
    if (step.is_refused()) {
        answer.status = step.status();
        return answer;
    }
    http::Request raw(parser.head(), message.data());
    raw.set_body(body);
    raw.set_peer(address, false);
    if (!body.empty()) {
        auto plan = app_.plan(raw);
        if (body.size() > plan.limit) {
            answer.status = 413;
            return answer;
        }
        if (plan.discard) raw.set_body({});
    }
    http::Response response;
    app_.handle(raw, response);
    answer.status = response.status;
    answer.body = response.bytes();
    if (!response.content_type.empty()) answer.headers.emplace_back("Content-Type", response.content_type);
    read_header_block(response.header_block, answer);
    for (auto& header : response.headers) {
        if (header.name == "Set-Cookie") keep_cookie(header.value);
        answer.headers.emplace_back(header.name, header.value);
    }
    return answer;
}

void TestClient::keep_cookie(std::string_view set_cookie) {
    auto pair = set_cookie.substr(0, set_cookie.find(';'));
    auto equals = pair.find('=');
    auto name = std::string(pair.substr(0, equals));
    if (set_cookie.find("Max-Age=0") != set_cookie.npos) {
        cookies_.erase(name);
    } else {
        cookies_[name] = pair.substr(equals + 1);
    }
}

// ---- forms -----------------------------------------------------------------------------------------

std::string& TestForm::operator[](std::string_view name) {
    auto named = [&](const Input& input) { return input.name == name; };
    // Of radio buttons the chosen one holds the value.
    auto found = std::find_if(inputs_.begin(), inputs_.end(), [&](const Input& input) { return named(input) && input.sent; });
    if (found == inputs_.end()) found = std::find_if(inputs_.begin(), inputs_.end(), named);
    if (found != inputs_.end()) {
        found->sent = true;
        return found->value;
    }
    throw std::out_of_range("the page's form has no field " + std::string(name));
}

bool TestForm::has(std::string_view name) const {
    return std::any_of(inputs_.begin(), inputs_.end(), [&](const Input& input) { return input.name == name; });
}

std::vector<std::string> TestForm::field_names() const {
    std::vector<std::string> names;
    for (const auto& input : inputs_) {
        if (std::find(names.begin(), names.end(), input.name) == names.end()) names.push_back(input.name);
    }
    return names;
}

void TestForm::check(std::string_view name, bool on) {
    for (auto& input : inputs_) {
        if (input.name == name) {
            input.sent = on;
            return;
        }
    }
    throw std::out_of_range("the page's form has no box " + std::string(name));
}

void TestForm::choose(std::string_view name, const std::vector<std::string>& values) {
    for (auto& input : inputs_) {
        if (input.name == name) input.sent = std::find(values.begin(), values.end(), input.value) != values.end();
    }
}

void TestForm::attach(std::string_view name, TestFile file) {
    if (!has(name)) throw std::out_of_range("the page's form has no file field " + std::string(name));
    files_.emplace_back(name, std::move(file));
}

std::vector<std::string> TestForm::options(std::string_view name) const {
    std::vector<std::string> out;
    for (const auto& input : inputs_) {
        if (input.name != name) continue;
        if (input.type == "radio" || input.type == "checkbox") out.push_back(input.value);
        out.insert(out.end(), input.options.begin(), input.options.end());
    }
    return out;
}

TestAnswer TestForm::submit(std::string_view op) {
    if (op.empty()) return send(nullptr);
    return press("op", op);
}

TestAnswer TestForm::press(std::string_view name, std::string_view value) {
    for (const auto& button : buttons_) {
        if (button.name == name && button.value == value) return send(&button);
    }
    throw std::out_of_range("the page's form has no button " + std::string(name) + '=' + std::string(value));
}

TestAnswer TestForm::press_to(std::string_view action) {
    const Button* found = nullptr;
    for (const auto& button : buttons_) {
        if (!button.action.ends_with(action)) continue;
        if (button.name.empty()) return send(&button);
        if (found == nullptr) found = &button;
    }
    if (found != nullptr) return send(found);
    throw std::out_of_range("the page's form has no button to " + std::string(action));
}

bool TestForm::has_button(std::string_view name, std::string_view value) const {
    return std::any_of(buttons_.begin(), buttons_.end(),
                       [&](const Button& button) { return button.name == name && button.value == value; });
}

bool TestForm::has_button_to(std::string_view action) const {
    return std::any_of(buttons_.begin(), buttons_.end(), [&](const Button& button) { return button.action.ends_with(action); });
}

TestAnswer TestForm::send(const Button* pressed) {
    Fields fields;
    for (const auto& input : inputs_) {
        if (input.sent && input.type != "file" && !input.name.empty()) fields.emplace_back(input.name, input.value);
    }
    if (pressed != nullptr && !pressed->name.empty()) fields.emplace_back(pressed->name, pressed->value);
    const auto& action = pressed != nullptr && !pressed->action.empty() ? pressed->action : action_;
    if (multipart_) return client_->post_multipart(action, fields, files_);
    if (method_ == "post") return client_->post(action, fields);
    return client_->get(action + '?' + encode_fields(fields));
}

}  // namespace carafe::testing
