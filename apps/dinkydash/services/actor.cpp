#include "apps/dinkydash/services/actor.hpp"

#include "carafe/text/json_writer.hpp"
#include "carafe/text/utf8.hpp"

namespace dinkydash {

void log_activity(FamilyDb& db, const Actor& actor, std::string_view action, std::string_view entity,
                  std::int64_t entity_id, std::string_view detail) {
    Activity row;
    row.at = db.now();
    row.actor_kind = actor.user ? ActorKind::User : actor.device ? ActorKind::Device : ActorKind::System;
    row.actor_id = actor.user ? actor.user->value : actor.device ? actor.device->value : 0;
    row.action = action;
    row.entity = entity;
    row.entity_id = entity_id;
    text::append_json_string(row.detail, text::cut_bytes(detail, 1'000));
    db.insert(row);
}

}  // namespace dinkydash
