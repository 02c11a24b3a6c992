#include "carafe/cli/template_command.hpp"

#include "carafe/cli/command.hpp"
#include "carafe/templates/engine.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace carafe::cli {

int render_template_file(const std::string& file, const std::string& context_file) {
    std::string context = "{}";
    if (!context_file.empty()) {
        std::ifstream stream(context_file, std::ios::binary);
        if (!stream || !std::filesystem::is_regular_file(context_file)) throw WrongUsage("cannot read " + context_file);
        context.assign((std::istreambuf_iterator<char>(stream)), {});
    }
    const std::filesystem::path path(file);
    if (!std::filesystem::is_regular_file(path)) throw WrongUsage("there is no file " + file);
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    templates::Engine engine(templates::Loader::from_folder(folder.string()), templates::Environment());
    auto text = engine.render_dynamic(path.filename().string(), context);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kDone;
}

}  // namespace carafe::cli
