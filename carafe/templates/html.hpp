// Where in an HTML page a byte lands: text, attribute, address, script. Fed with the page's text in
// the order it is written, through blocks, macros and includes; branches are compared where they
// meet.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace carafe::templates {

/// What a value printed here would be.
enum class HtmlPlace : std::uint8_t {
    Text,
    Attribute,  // quoted
    UrlStart,   // first part of an address
    UrlRest,    // inside the path of an address
    UrlQuery,   // behind '?'
    Handler,    // on…="
    StyleAttribute,
    Srcdoc,
    Unquoted,  // a=HERE
    InTag,     // between attributes
    TagName,
    AttributeName,
    Script,
    Data,  // a script that is not run, as application/json
    Style,
    Comment,
};

struct HtmlAttribute {
    std::string name{};
    std::string value{};      ///< the literal part
    bool has_values = false;  ///< something was printed into it
    bool quoted = true;
};

/// An opening or closing tag that has just ended.
struct HtmlTag {
    std::string name{};
    bool closes = false;
    std::uint32_t line = 0;
    std::vector<HtmlAttribute> attributes{};

    const HtmlAttribute* find(std::string_view wanted) const;
};

/// A form that is open; CSRF needs to know.
struct HtmlForm {
    bool open = false;
    bool posts = false;
    bool foreign = false;  ///< leaves our origin
    bool has_token = false;
    std::string file{};
    std::uint32_t line = 0;
};

class HtmlState {
  public:
    /// Called for every tag that ends, while text() runs.
    using OnTag = std::function<void(const HtmlTag&)>;

    void text(std::string_view text, std::uint32_t line, const OnTag& on_tag);
    HtmlPlace place() const;
    /// A value was printed here.
    void value();
    /// Attributes were printed here, as xmlattr does.
    void attributes();

    /// Joins another way to the same place. @return false when the two are not in the same context.
    bool join(const HtmlState& other);
    /// Same for what matters to what follows.
    std::string signature() const;

    bool is_text() const { return kind_ == Kind::Text; }

    /// "inside <a href=\"", for messages.
    std::string describe() const;

    HtmlForm form{};

  private:
    enum class Kind : std::uint8_t {
        Text,
        TagOpen,
        EndTagOpen,
        TagName,
        BeforeAttribute,
        AttributeName,
        AfterName,
        AfterEquals,
        Quoted,
        Unquoted,
        Declaration,
        CommentBegin,
        Comment,
        Raw
    };

    void step(char c, const OnTag& on_tag);
    void open_tag(char c);
    void in_tag(char c, const OnTag& on_tag);
    void in_value(char c, const OnTag& on_tag);
    void in_raw(char c);
    void end_attribute();
    void end_tag(const OnTag& on_tag);
    HtmlPlace value_place() const;
    HtmlPlace raw_place() const;
    bool is_between_attributes() const;

    Kind kind_ = Kind::Text;
    char quote_ = 0;
    bool started_ = false;  ///< the attribute's value has begun on every way
    bool queried_ = false;  ///< it has a '?'
    std::string raw_{};     ///< element whose text is not HTML: script, style, textarea, title
    bool data_script_ = false;
    std::string recent_{};  ///< last bytes of a comment or raw text, to see its end
    HtmlTag tag_{};
    HtmlAttribute attribute_{};
    std::uint32_t line_ = 1;
};

}  // namespace carafe::templates
