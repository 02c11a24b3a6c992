// The YAML side of the import: strict, bounded, nothing is followed.
#include "apps/dinkydash/services/import_v1.hpp"
#include "carafe/base/numbers.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>

namespace dinkydash {

namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;
constexpr int kMaxDepth = 32;

struct YamlRefused : std::runtime_error {
    YamlRefused(const YAML::Mark& mark, const char* what)
        : std::runtime_error("line " + std::to_string(mark.line + 1) + ": " + what) {}
};

/// Looks at the events before anything is built: aliases make bombs, tags make types.
class Guard final : public YAML::EventHandler {
  public:
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { check(mark, "", anchor); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { throw YamlRefused(mark, "aliases are not taken"); }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string&) override {
        check(mark, tag, anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(mark, tag, anchor);
    }
    void OnSequenceEnd() override { --depth_; }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(mark, tag, anchor);
    }
    void OnMapEnd() override { --depth_; }

  private:
    static void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (anchor != 0) throw YamlRefused(mark, "anchors are not taken");
        if (!tag.empty() && tag != "?" && tag != "!") throw YamlRefused(mark, "tags are not taken");
    }
    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        check(mark, tag, anchor);
        if (++depth_ > kMaxDepth) throw YamlRefused(mark, "too deeply nested");
    }
    int depth_ = 0;
};

std::string text_of(const YAML::Node& node, const char* key) {
    const auto value = node[key];
    return value && value.IsScalar() ? value.Scalar() : std::string();
}

/// "7/25" or "07/25".
bool read_month_day(const std::string& text, int& month, int& day) {
    auto slash = text.find('/');
    if (slash == std::string::npos) return false;
    auto m = carafe::parse_decimal<int>(std::string_view(text).substr(0, slash), 1, 12);
    auto d = carafe::parse_decimal<int>(std::string_view(text).substr(slash + 1), 1, 31);
    if (!m || !d) return false;
    month = *m;
    day = *d;
    return true;
}

/// An entry of a rotation: a text, or a list of one text.
std::string entry_text(const YAML::Node& node) {
    if (node.IsScalar()) return node.Scalar();
    if (node.IsSequence() && node.size() == 1 && node[0].IsScalar()) return node[0].Scalar();
    throw YamlRefused(node.Mark(), "expected a text or a list of one text");
}

V1Task read_task(const YAML::Node& node) {
    V1Task task{text_of(node, "title"), text_of(node, "emoji"), 1, {}};
    if (auto repeat = carafe::parse_decimal<int>(text_of(node, "repeat"), 1, 52)) task.repeat = *repeat;
    const auto entries = node["choices"] ? node["choices"] : node["people"];
    if (!entries || !entries.IsSequence()) throw YamlRefused(node.Mark(), "expected choices or people");
    for (const auto& entry : entries) task.entries.push_back(entry_text(entry));
    return task;
}

V1Countdown read_countdown(const YAML::Node& node) {
    V1Countdown countdown{text_of(node, "title"), text_of(node, "emoji"), text_of(node, "image"), 1, 1};
    if (!read_month_day(text_of(node, "date"), countdown.month, countdown.day)) {
        throw YamlRefused(node.Mark(), "expected a date such as 07/25");
    }
    return countdown;
}

V1Person read_person(const YAML::Node& node) {
    V1Person person{text_of(node, "name"), text_of(node, "image"), carafe::parse_iso_date(text_of(node, "date_of_birth"))};
    if (person.name.empty()) throw YamlRefused(node.Mark(), "expected a name");
    return person;
}

void read_key(const std::string& key, const YAML::Node& value, V1Config& config) {
    const bool known = key == "recurring" || key == "countdowns" || key == "special_dates" || key == "people" || key == "pets";
    if (!known) return config.ignored.push_back(key);
    if (!value.IsSequence()) throw YamlRefused(value.Mark(), "expected a list");
    for (const auto& entry : value) {
        if (!entry.IsMap()) throw YamlRefused(entry.Mark(), "expected names and values");
        if (key == "recurring") config.tasks.push_back(read_task(entry));
        else if (key == "people" || key == "pets") config.people.push_back(read_person(entry));
        else config.countdowns.push_back(read_countdown(entry));
    }
}

}  // namespace

Result<V1Config> parse_v1(std::string_view yaml) {
    if (yaml.size() > kMaxBytes) return carafe::Error{"dinkydash.E101", "the file is larger than 1 MB"};
    V1Config config;
    try {
        std::string text(yaml);
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        Guard guard;
        while (parser.HandleNextDocument(guard)) {
        }
        const auto root = YAML::Load(text);
        if (!root.IsMap()) return carafe::Error{"dinkydash.E102", "line 1: expected names and values"};
        for (const auto& pair : root) read_key(pair.first.Scalar(), pair.second, config);
    } catch (const YAML::Exception& error) {
        return carafe::Error{"dinkydash.E102", "line " + std::to_string(error.mark.line + 1) + ": " + error.msg};
    } catch (const YamlRefused& error) {
        return carafe::Error{"dinkydash.E102", error.what()};
    }
    return config;
}

}  // namespace dinkydash
