#pragma once
/// What a deploy includes: a program that `ashlar apply INVENTORY DIRECTORY` compiles and runs. See docs/fleet.md.

#include "ashlar/fleet/apt.hpp"
#include "ashlar/fleet/deploy.hpp"
#include "ashlar/fleet/files.hpp"
#include "ashlar/fleet/server.hpp"
#include "ashlar/fleet/systemd.hpp"
