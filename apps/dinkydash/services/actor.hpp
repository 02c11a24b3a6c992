// Who changes something: a member or a wall screen; and the list of what was done.
#pragma once
#include "apps/dinkydash/models/activity.hpp"
#include "apps/dinkydash/services/visitor.hpp"

namespace dinkydash {

struct Actor {
    std::optional<Id<User>> user{};
    std::optional<Id<Device>> device{};
};

inline Actor actor_of(const Member& member) { return {member.id, {}}; }
inline Actor actor_of(const Screen& screen) { return {{}, screen.id}; }

/// Writes a line of the family's activity. @param detail  short text, stored as a JSON string.
void log_activity(FamilyDb& db, const Actor& actor, std::string_view action, std::string_view entity,
                  std::int64_t entity_id, std::string_view detail = {});

}  // namespace dinkydash
