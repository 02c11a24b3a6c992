// `template render FILE --context FILE.json`: renders outside any application, as Jinja2 itself would.
#pragma once
#include <string>

namespace carafe::cli {

/// Prints the result to standard output. @return an ExitCode.
int render_template_file(const std::string& file, const std::string& context_file);

}  // namespace carafe::cli
