#pragma once
/// Everything a program needs but the resource types, which have a header each: `ashlar/aws/ec2/vpc.hpp`, or
/// `ashlar/aws/ec2.hpp` for a whole module.

#include "ashlar/asset.hpp"
#include "ashlar/config.hpp"
#include "ashlar/invoke.hpp"
#include "ashlar/stack.hpp"
