// A browser without a socket: requests go through the real parser into App::handle, cookies are kept,
// forms are filled from the HTML that the page really shows.
//
//     TestClient client{app};
//     auto page = client.get("/login");
//     auto form = page.form();
//     form["email"] = "anna@example.com";
//     auto answer = form.submit();                        // hidden fields, tokens included
//     EXPECT_EQ(answer.status, 303);
#pragma once
#include "carafe/web/app.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace carafe::testing {

class TestClient;
class TestForm;

struct TestAnswer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::string path{};  ///< of the request
    TestClient* client = nullptr;

    /// First header of that name, compared without case; empty when absent.
    std::string header(std::string_view name) const;
    /// Values of all headers of that name, in order.
    std::vector<std::string> headers_of(std::string_view name) const;
    std::string location() const { return header("Location"); }
    bool has(std::string_view text) const { return body.find(text) != std::string::npos; }
    /// Form number `index` of the page. @throws std::out_of_range
    TestForm form(std::size_t index = 0) const;
    /// The form whose action ends in `action`. @throws std::out_of_range
    TestForm form_to(std::string_view action) const;
    bool has_form_to(std::string_view action) const;
    /// GETs the Location of a redirect.
    TestAnswer follow() const;
};

/// A file to upload.
struct TestFile {
    std::string filename;
    std::string content_type;
    std::string bytes;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

/// A form as the page shows it. Only what the page shows can be filled.
class TestForm {
  public:
    /// Value of a field. @throws std::out_of_range when the page has no such field.
    std::string& operator[](std::string_view name);
    bool has(std::string_view name) const;
    /// Names of all fields, each once, in the page's order.
    std::vector<std::string> field_names() const;
    /// Ticks or clears a box. @throws std::out_of_range
    void check(std::string_view name, bool on);
    /// Ticks exactly these boxes of one name.
    void choose(std::string_view name, const std::vector<std::string>& values);
    void attach(std::string_view name, TestFile file);
    /// Values offered by a select or by radio buttons.
    std::vector<std::string> options(std::string_view name) const;
    /// Presses the submit button with this value of `op`, or none.
    TestAnswer submit(std::string_view op = {});
    /// Presses the button NAME=VALUE. @throws std::out_of_range when the page has no such button.
    TestAnswer press(std::string_view name, std::string_view value);
    /// Presses the button that posts to an address of its own ending in `action`; of several one that sends no value.
    /// @throws std::out_of_range
    TestAnswer press_to(std::string_view action);
    bool has_button(std::string_view name, std::string_view value) const;
    /// Whether a button posts to an address of its own ending in `action`.
    bool has_button_to(std::string_view action) const;
    const std::string& action() const { return action_; }

  private:
    friend class FormReader;
    friend struct TestAnswer;
    struct Input {
        std::string name;
        std::string type;
        std::string value;
        bool sent = true;  ///< ticked, or no box at all
        std::vector<std::string> options{};
    };
    struct Button {
        std::string name;
        std::string value;
        std::string action;  ///< empty: the form's
    };
    TestAnswer send(const Button* pressed);

    TestClient* client_ = nullptr;
    std::string action_;
    std::string method_ = "get";
    bool multipart_ = false;
    std::vector<Input> inputs_;
    std::vector<Button> buttons_;
    std::vector<std::pair<std::string, TestFile>> files_;
};

class TestClient {
  public:
    explicit TestClient(App& app, std::string host = "localhost") : app_(app), host_(std::move(host)) {}

    TestAnswer get(std::string_view path, const Fields& headers = {});
    TestAnswer post(std::string_view path, const Fields& fields, const Fields& headers = {});
    TestAnswer post_multipart(std::string_view path, const Fields& fields,
                              const std::vector<std::pair<std::string, TestFile>>& files);
    /// Anything: the raw target, headers and body.
    TestAnswer request(std::string_view method, std::string_view target, const Fields& headers, std::string_view body);

    std::map<std::string, std::string>& cookies() { return cookies_; }
    App& app() { return app_; }

    bool htmx = false;
    bool json = false;
    std::string address = "203.0.113.7";  ///< of the client

  private:
    void keep_cookie(std::string_view set_cookie);

    App& app_;
    std::string host_;
    std::map<std::string, std::string> cookies_;
};

}  // namespace carafe::testing
