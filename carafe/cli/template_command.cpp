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
        if (!stream) {
            std::fputs(("cannot read " + context_file + '\n').c_str(), stderr);
            return kFailed;
        }
        context.assign((std::istreambuf_iterator<char>(stream)), {});
    }
    const std::filesystem::path path(file);
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    templates::Engine engine(templates::Loader::from_folder(folder.string()), templates::Environment());
    auto text = engine.render_dynamic(path.filename().string(), context);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kDone;
}

}  // namespace carafe::cli
