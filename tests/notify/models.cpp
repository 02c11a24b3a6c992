#include "carafe/notify/outbox.hpp"
#include "carafe/orm/define.hpp"

template struct carafe::orm::Define<carafe::orm::ModelList<carafe::notify::OutboxMail>>;
