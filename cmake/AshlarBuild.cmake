# How everything is built: language level, warnings, sanitizers, ccache and mold, and the functions that declare a library, an
# executable or a test.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

option(ASHLAR_TESTS "Build the tests" ON)
set(ASHLAR_SANITIZER "" CACHE STRING "address or thread: build with that sanitizer")

# -O3 makes nothing here faster than -O2 does, and compiles a tenth slower.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Both misfire on the standard library's own code at -O2 and above (GCC bugs 105651 and 80635).
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized)
endif()
# What compiling and linking with the sanitizer takes, of programs that use the SDK too.
set(ASHLAR_SANITIZER_FLAGS "")
if(ASHLAR_SANITIZER)
  set(ASHLAR_SANITIZER_FLAGS -fsanitize=${ASHLAR_SANITIZER})
  if(ASHLAR_SANITIZER STREQUAL "address")
    list(APPEND ASHLAR_SANITIZER_FLAGS -fsanitize=undefined -fno-sanitize-recover=undefined)
  endif()
  # gcc's -Wmaybe-uninitialized misfires under the sanitizers' instrumentation.
  add_compile_options(${ASHLAR_SANITIZER_FLAGS} -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  add_link_options(${ASHLAR_SANITIZER_FLAGS})
endif()

find_program(ASHLAR_CCACHE ccache)
if(ASHLAR_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${ASHLAR_CCACHE}")
endif()
find_program(ASHLAR_MOLD mold)
if(ASHLAR_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_package(Threads REQUIRED)
if(ASHLAR_TESTS)
  enable_testing()
  find_package(GTest REQUIRED)
  # A third of all code is tests: who only wants the commands need not wait for them. ctest builds what it runs.
  add_custom_target(tests)
  add_test(NAME build_tests COMMAND "${CMAKE_COMMAND}" --build "${CMAKE_BINARY_DIR}" --target all tests)
  set_tests_properties(build_tests PROPERTIES FIXTURES_SETUP built_tests)
endif()

# Has the executable built by the target `tests` alone.
function(ashlar_build_with_tests executable)
  set_target_properties(${executable} PROPERTIES EXCLUDE_FROM_ALL TRUE)
  add_dependencies(tests ${executable})
endfunction()

# The standard library's headers are most of what there is to read in most files: to read them once saves a quarter of a
# clean build. System headers alone: a path of the checkout in them would keep checkouts from sharing what ccache has.
# The preset debug does without, so that each file goes on including what it uses.
option(ASHLAR_PRECOMPILE "Precompile the standard library's headers" ON)
if(ASHLAR_PRECOMPILE)
  if(ASHLAR_CCACHE)
    # It may leave out of account __TIME__, and macros that would change what a precompiled header means: none does here.
    set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros "${ASHLAR_CCACHE}")
  endif()
  add_compile_options(-pthread)  # whoever links a library with threads has it: all must, to share the headers
  set(common_headers
      <algorithm> <array> <chrono> <condition_variable> <coroutine> <cstdint> <cstring> <deque> <functional> <map>
      <memory> <mutex> <optional> <set> <sstream> <string> <string_view> <thread> <unordered_map> <utility> <variant>
      <vector>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)  # for ccache
    if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
      # It forgets that precompiled headers are the system's, and warns of what it believes to see in std::string.
      add_compile_options(-Wno-array-bounds -Wno-stringop-overflow)
    endif()
  endif()
  add_library(ashlar_precompiled STATIC "${CMAKE_SOURCE_DIR}/cmake/precompiled.cpp")
  target_precompile_headers(ashlar_precompiled PRIVATE ${common_headers})
  if(ASHLAR_TESTS)
    add_library(ashlar_precompiled_tests STATIC EXCLUDE_FROM_ALL "${CMAKE_SOURCE_DIR}/cmake/precompiled.cpp")
    target_compile_options(ashlar_precompiled_tests PRIVATE $<$<CONFIG:Release>:-O0>)
    target_link_libraries(ashlar_precompiled_tests PRIVATE GTest::gmock)
    target_precompile_headers(ashlar_precompiled_tests PRIVATE ${common_headers} <filesystem> <gmock/gmock.h> <gtest/gtest.h>)
  endif()
endif()

function(ashlar_precompiled_headers target kind)
  if(ASHLAR_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${kind})
  endif()
endfunction()

# ashlar_library(NAME [FOR_TESTS] SOURCES a.cpp … [USES base resource …] [LINKS fmt::fmt …] [PRIVATE_LINKS …])
# Declares the static library `ashlar_NAME`; with FOR_TESTS it is only built where a test needs it. Headers are included as "folder/header.hpp", relative to libs/ or to the root.
function(ashlar_library name)
  cmake_parse_arguments(arg "FOR_TESTS" "" "SOURCES;USES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(ashlar_${name} STATIC ${arg_SOURCES})
  set_target_properties(ashlar_${name} PROPERTIES EXCLUDE_FROM_ALL ${arg_FOR_TESTS})
  ashlar_precompiled_headers(ashlar_${name} ashlar_precompiled)
  target_include_directories(ashlar_${name} PUBLIC "${CMAKE_SOURCE_DIR}/libs" "${CMAKE_SOURCE_DIR}")
  list(TRANSFORM arg_USES PREPEND ashlar_)
  target_link_libraries(ashlar_${name} PUBLIC ${arg_USES} ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS})
endfunction()

# ashlar_executable(NAME [FOR_TESTS] SOURCES … USES … [LINKS …]): an executable in build/<preset>/bin; with FOR_TESTS it
# is built with the tests.
function(ashlar_executable name)
  cmake_parse_arguments(arg "FOR_TESTS" "" "SOURCES;USES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  if(arg_FOR_TESTS)
    ashlar_build_with_tests(${name})
  endif()
  ashlar_precompiled_headers(${name} ashlar_precompiled)
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/libs" "${CMAKE_SOURCE_DIR}")
  list(TRANSFORM arg_USES PREPEND ashlar_)
  target_link_libraries(${name} PRIVATE ${arg_USES} ${arg_LINKS})
endfunction()

# ashlar_test(NAME SOURCES a_test.cpp … USES …): a GoogleTest executable, built by the target `tests`.
function(ashlar_test name)
  if(NOT ASHLAR_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "SOURCES;USES;LINKS" ${ARGN})
  list(TRANSFORM arg_USES PREPEND ashlar_)
  add_executable(${name} ${arg_SOURCES})
  ashlar_build_with_tests(${name})
  ashlar_precompiled_headers(${name} ashlar_precompiled_tests)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/libs" "${CMAKE_SOURCE_DIR}")
  # What is tested is optimised; the tests themselves need not be, and compile a third faster.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)
  target_compile_definitions(${name} PRIVATE ASHLAR_SOURCE_DIR="${CMAKE_SOURCE_DIR}" ASHLAR_BINARY_DIR="${CMAKE_BINARY_DIR}")
  target_link_libraries(${name} PRIVATE ${arg_USES} ${arg_LINKS} GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED built_tests)
endfunction()
