// What a form answers when somebody else saved the row while it was being edited.
#pragma once
#include "carafe/forms/form.hpp"

namespace dinkydash {

using namespace carafe;

/// Both forms are of one class; `theirs`, made with Form::Probe, shows the row as it is now.
struct ConflictInput {
    std::string name;      ///< of the task, countdown, dashboard
    Url edit_url;          ///< takes "Save mine", and is where "Keep theirs" leads
    std::int32_t version;  ///< of the row now
    const Form& mine;
    const Form& theirs;
};

/// 409 with both values of each field that differs.
Response show_conflict(Request& request, const ConflictInput& input);

}  // namespace dinkydash
