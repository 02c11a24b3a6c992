#include "carafe/cli/template_command.hpp"

#include "carafe/cli/command.hpp"
#include "carafe/templates/engine.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace carafe::cli {

namespace {

int refuse(const std::string& message) {
    std::fputs((message + '\n').c_str(), stderr);
    return kFailed;
}

std::optional<std::string> read_file(const std::string& name) {
    std::ifstream stream(name, std::ios::binary);
    if (!stream || std::filesystem::is_directory(name)) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string make_output(const templates::Engine& engine, const std::string& name, const TemplateWish& wish,
                        const std::string& context) {
    if (wish.tokens) return engine.show_tokens(name);
    if (wish.tree) return engine.show_tree(name);
    if (wish.code) return engine.show_code(name);
    return engine.render_dynamic(name, context);
}

}  // namespace

void add_template_command(CLI::App& line, TemplateWish& wish, std::function<void()> chosen) {
    auto* templates = line.add_subcommand("template", "Templates")->require_subcommand(1);
    auto* render = templates->add_subcommand("render", "Render a template with values from a JSON file");
    render->add_option("FILE", wish.file, "template file; those it names are looked for in its folder")->required();
    render->add_option("--context", wish.context_file, "JSON file with the values");
    auto* tokens = render->add_flag("--tokens", wish.tokens, "print what the lexer sees instead of the page");
    auto* tree = render->add_flag("--tree", wish.tree, "print what the parser makes of it");
    auto* code = render->add_flag("--code", wish.code, "print the program it is compiled to");
    tokens->excludes(tree)->excludes(code);
    tree->excludes(code);
    render->callback(std::move(chosen));
}

int show_template(const TemplateWish& wish) {
    const auto context = wish.context_file.empty() ? "{}" : read_file(wish.context_file);
    if (!context) throw WrongUsage("cannot read " + wish.context_file);
    const std::filesystem::path path(wish.file);
    if (!std::filesystem::is_regular_file(path)) throw WrongUsage("there is no file " + wish.file);
    const auto folder = path.parent_path();
    templates::Engine engine(templates::Loader::from_folder(folder.empty() ? "." : folder.string()), templates::Environment());
    try {
        const auto output = make_output(engine, path.filename().string(), wish, *context);
        std::fwrite(output.data(), 1, output.size(), stdout);
        return kDone;
    } catch (const templates::ContextError& error) {
        auto fault = error.fault;
        fault.file = wish.context_file;
        return refuse(fault.text());
    } catch (const templates::FaultError& error) {
        auto fault = error.fault;
        fault.file = (folder / fault.file).string();
        return refuse(fault.text());
    }
}

}  // namespace carafe::cli
