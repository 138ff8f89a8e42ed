// Neural networks: everything of nn/ a user needs.
#pragma once

#include "nn/activation.hpp"
#include "nn/attention.hpp"
#include "nn/dropout.hpp"
#include "nn/initializer.hpp"
#include "nn/layer.hpp"
#include "nn/losses.hpp"
#include "nn/mlp.hpp"
#include "nn/neuron.hpp"
#include "nn/parameter_set.hpp"
#include "nn/rows.hpp"
