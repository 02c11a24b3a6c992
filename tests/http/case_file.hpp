// Conformance cases as text: `tests/http/cases/*.case`, read by the tests of http and of server.
//
//     # H5: a sign is no digit
//     POST / HTTP/1.1
//     Host: localhost
//     Content-Length: +5
//
//     ----
//     400
//
// Each input line ends in CRLF, unless its last character is a backslash (then nothing is added).
// Escapes: \r \n \t \0 \\ \xHH, and \{TEXT*COUNT} for COUNT times TEXT. Expected, separated by
// blanks: one status a request, then `more` (the last message is incomplete) or `close` (the
// connection ends after a good request; what follows is not read). A refusal ends the connection,
// too.
#pragma once
#include <string>
#include <vector>

namespace carafe::http {

struct Case {
    std::string name;
    std::string input;
    std::vector<std::string> expected;
};

/// All cases of all files in `folder` whose names end in ".case". Throws std::runtime_error for a
/// broken file.
std::vector<Case> load_cases(const std::string& folder);

/// Test-name form of a case's name: letters, digits and '_'.
std::string test_name(const Case& test);

}  // namespace carafe::http
