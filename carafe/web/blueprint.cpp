#include "carafe/web/blueprint.hpp"

namespace carafe {

namespace {

/// "… [with auto H = dinkydash::tasks::edit]" → "edit".
std::string function_name(std::string_view signature) {
    auto end = signature.rfind(']');
    auto text = signature.substr(0, end);
    auto start = text.find_last_of(":& =");
    auto name = start == text.npos ? text : text.substr(start + 1);
    return std::string(name);
}

std::vector<std::string> argument_names(std::string_view pattern) {
    std::vector<std::string> names;
    for (auto at = pattern.find('<'); at != pattern.npos; at = pattern.find('<', at + 1)) {
        auto body = pattern.substr(at + 1, pattern.find('>', at) - at - 1);
        auto colon = body.find(':');
        names.emplace_back(colon == body.npos ? body : body.substr(colon + 1));
    }
    return names;
}

}  // namespace

Blueprint::Blueprint(std::string name, std::string prefix, AccessRule rule)
    : name_(std::move(name)), prefix_(std::move(prefix)), rule_(std::move(rule)) {}

Blueprint& Blueprint::nest(std::string name, std::string prefix, AccessRule rule) {
    children_.push_back(std::make_unique<Blueprint>(std::move(name), std::move(prefix), std::move(rule)));
    children_.back()->parent_ = this;
    return *children_.back();
}

Blueprint& Blueprint::before_request(BeforeRequest hook) {
    before_.push_back(hook);
    return *this;
}

Blueprint& Blueprint::after_request(AfterRequest hook) {
    after_.push_back(hook);
    return *this;
}

void Blueprint::add_route(int methods, std::string_view pattern, AccessRule rule, const RouteOptions& options,
                          const char* signature, detail::Invoke invoke, detail::AnyFunction (*key)(),
                          const ArgKind* kinds, int count, const char* file, int line) {
    Route route;
    route.pattern = pattern;
    route.endpoint = options.name.empty() ? function_name(signature) : std::string(options.name);
    route.methods = static_cast<std::uint8_t>(methods);
    route.rule = rule.is_set() ? std::move(rule) : rule_;
    route.options = options;
    route.invoke = invoke;
    route.handler = key();
    route.owner = this;
    route.file = file;
    route.line = line;
    route.kinds.assign(kinds, kinds + count);
    route.names = argument_names(pattern);
    routes_.push_back(std::move(route));
}

}  // namespace carafe
