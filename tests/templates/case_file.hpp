// Reader of *.case files; judge.py is the other one and explains the form.
#pragma once
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace carafe::templates::testing {

struct Case {
    std::string place;  ///< "loops.case:12"
    std::set<std::string> options{};
    std::vector<std::pair<std::string, std::string>> templates{};  ///< the first is rendered
    std::string context = "{}";
    std::string output{};
    std::string error{};  ///< part of the message; "?" for any
    bool fails = false;
};

/// All cases of a file; each line of a table is one.
std::vector<Case> read_cases(const std::string& path);

}  // namespace carafe::templates::testing
