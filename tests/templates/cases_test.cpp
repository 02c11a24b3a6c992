#include "carafe/templates/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/templates/case_file.hpp"
#include <filesystem>

using namespace carafe::templates;
using namespace carafe::templates::testing;

namespace {

std::vector<std::string> case_files() {
    std::vector<std::string> paths;
    for (const auto& entry :
         std::filesystem::directory_iterator(CARAFE_SOURCE_DIR "/tests/templates")) {
        if (entry.path().extension() == ".case") {
            paths.push_back(entry.path().string());
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string render(const Case& one) {
    EngineOptions options;
    options.syntax.trim_blocks = one.options.count("trim_blocks") != 0;
    options.syntax.lstrip_blocks = one.options.count("lstrip_blocks") != 0;
    options.syntax.keep_trailing_newline = one.options.count("keep_trailing_newline") != 0;
    DynamicOptions how;
    how.autoescape = one.options.count("no_autoescape") == 0;
    how.undefined =
        one.options.count("strict") != 0 ? UndefinedMode::Strict : UndefinedMode::Lenient;
    std::map<std::string, std::string, std::less<>> files(one.templates.begin(),
                                                          one.templates.end());
    Engine engine(Loader::from_map(files), Environment(), options);
    return engine.render_dynamic(one.templates.front().first, one.context, how);
}

class CaseFiles : public ::testing::TestWithParam<std::string> {};

TEST_P(CaseFiles, RenderAsStored) {
    for (const Case& one : read_cases(GetParam())) {
        SCOPED_TRACE(one.place);
        try {
            std::string output = render(one);
            EXPECT_FALSE(one.fails) << "rendered " << output;
            if (!one.fails) {
                EXPECT_EQ(output, one.output);
            }
        } catch (const std::exception& error) {
            EXPECT_TRUE(one.fails) << error.what();
            if (one.fails && one.error != "?") {
                EXPECT_THAT(error.what(), ::testing::HasSubstr(one.error));
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Templates,
                         CaseFiles,
                         ::testing::ValuesIn(case_files()),
                         [](const auto& file) {
                             return std::filesystem::path(file.param).stem().string();
                         });

}  // namespace
