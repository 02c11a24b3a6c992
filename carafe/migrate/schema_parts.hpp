// What writers of schemas for different engines share: names, and which keys carry the tenant.
// Private to the room.
#pragma once
#include "carafe/orm/table.hpp"

#include <string>
#include <string_view>

namespace carafe::migrate {

std::string quoted(std::string_view name);
/// In single quotes.
std::string literal(std::string_view text);
/// `CONSTRAINT "name" `
std::string constraint(const std::string& name);
/// Name of the unique index (tenant, key) that composite foreign keys point to.
std::string tenant_key_name(const std::string& table);
/// Name of the trigger that nulls `column` of `child` before the row it refers to is removed.
std::string null_trigger_name(const std::string& child, const std::string& column);

/// Do both rows belong to a tenant, so that the foreign key must name it?
bool is_composite(const orm::Table& table, const orm::Column& column);
/// Does a composite foreign key of any table point to `target`?
bool is_referenced_with_tenant(const orm::Table& target, const orm::Tables& tables);
/// Is the rule about this column alone?
bool is_about(const orm::Check& check, const orm::Table& table, const orm::Column& column);

}  // namespace carafe::migrate
