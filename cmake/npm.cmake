# Front-end packages: installed from the lock file when it changed; nothing of them is committed.
set(NPM_STAMP ${PROJECT_SOURCE_DIR}/node_modules/.carafe-stamp)
if(NOT EXISTS ${NPM_STAMP} OR ${PROJECT_SOURCE_DIR}/package-lock.json IS_NEWER_THAN ${NPM_STAMP})
  message(STATUS "Installing front-end packages (npm ci)")
  execute_process(COMMAND npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
                  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} COMMAND_ERROR_IS_FATAL ANY)
  file(TOUCH ${NPM_STAMP})
endif()
set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/package-lock.json)
