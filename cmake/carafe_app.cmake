# carafe_embed(TARGET FUNCTION ns::name SOURCES folders or NAME=file ... [DEPENDS targets])
#
# Puts files into TARGET and gives it `carafe::EmbeddedFiles ns::name()`. The table is made anew when a
# file changes, and (CONFIGURE_DEPENDS) when one comes or goes.
function(carafe_embed target)
  cmake_parse_arguments(EMBED "" "FUNCTION" "SOURCES;DEPENDS" ${ARGN})
  string(REPLACE "::" "_" stem ${EMBED_FUNCTION})
  set(asm ${CMAKE_CURRENT_BINARY_DIR}/${stem}.S)
  set(cpp ${CMAKE_CURRENT_BINARY_DIR}/${stem}.cpp)
  set(files)
  foreach(source ${EMBED_SOURCES})
    if(source MATCHES "=")
      string(REGEX REPLACE "^[^=]*=" "" file ${source})
      list(APPEND files ${file})
    else()
      file(GLOB_RECURSE found CONFIGURE_DEPENDS ${source}/*)
      list(APPEND files ${found})
    endif()
  endforeach()
  add_custom_command(OUTPUT ${asm} ${cpp}
    COMMAND python3 ${PROJECT_SOURCE_DIR}/scripts/embed.py --function ${EMBED_FUNCTION} --asm ${asm} --cpp ${cpp}
            ${EMBED_SOURCES}
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/scripts/embed.py ${EMBED_DEPENDS}
    COMMENT "Embedding ${EMBED_FUNCTION}" VERBATIM)
  set_source_files_properties(${asm} PROPERTIES OBJECT_DEPENDS "${files}")
  set_source_files_properties(${cpp} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE ${asm} ${cpp})
endfunction()
