// Where in the application's sources the running code was called from: for hints in development.
#pragma once
#include <string>
#include <string_view>

namespace carafe {

/// The innermost caller whose source file's path holds `part`, as "pages/tasks.cpp:41"; empty when the
/// program has no line numbers or addr2line (binutils) is not there. Slow: starts a program.
std::string find_call_site(std::string_view part);

}  // namespace carafe
