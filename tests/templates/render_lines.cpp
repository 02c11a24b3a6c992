// Renders what it is told, line by line: {"templates": {name: source}, "main": name, "context":
// {...}} on stdin,
// {"output": text} or {"error": text} on stdout. The other half is Jinja2 in random_pairs.py and
// judge.py.
#include "carafe/templates/engine.hpp"

#include <boost/json.hpp>

#include <iostream>

namespace json = boost::json;
using namespace carafe::templates;

namespace {

bool option(const json::object& line, const char* name, bool otherwise) {
    const json::value* found = line.if_contains(name);
    return found != nullptr && found->is_bool() ? found->get_bool() : otherwise;
}

std::string render(const json::object& line) {
    std::map<std::string, std::string, std::less<>> files;
    for (const auto& file : line.at("templates").as_object()) {
        files[std::string(file.key())] = std::string(file.value().as_string());
    }
    EngineOptions options;
    options.syntax.trim_blocks = option(line, "trim_blocks", false);
    options.syntax.lstrip_blocks = option(line, "lstrip_blocks", false);
    options.syntax.keep_trailing_newline = option(line, "keep_trailing_newline", false);
    Engine engine(Loader::from_map(std::move(files)), Environment(), options);
    DynamicOptions how;
    how.autoescape = option(line, "autoescape", true);
    how.undefined = option(line, "strict", false) ? UndefinedMode::Strict : UndefinedMode::Lenient;
    return engine.render_dynamic(
        std::string(line.at("main").as_string()), json::serialize(line.at("context")), how);
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    std::string text;
    while (std::getline(std::cin, text)) {
        json::object answer;
        try {
            answer["output"] = render(json::parse(text).as_object());
        } catch (const std::exception& error) {
            answer["error"] = error.what();
        }
        std::cout << json::serialize(answer) << std::endl;
    }
}
