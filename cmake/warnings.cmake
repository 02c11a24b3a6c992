# What the compiler says, and hardening that costs nothing measurable.
add_library(carafe_flags INTERFACE)
target_compile_options(carafe_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough
  -Wno-missing-field-initializers   # designated initialisers of models: docs/decisions/0001-rooms.md
  -fstack-protector-strong -pthread
  $<$<BOOL:${CARAFE_WERROR}>:-Werror>
  $<$<BOOL:${CARAFE_PCH}>:-fpch-preprocess>)
target_compile_definitions(carafe_flags INTERFACE
  $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>
  _GLIBCXX_ASSERTIONS)
