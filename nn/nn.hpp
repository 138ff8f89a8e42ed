// Neural networks: everything of nn/ a user needs.
#pragma once

#include <riserun/nn/activation.hpp>
#include <riserun/nn/attention.hpp>
#include <riserun/nn/dropout.hpp>
#include <riserun/nn/initializer.hpp>
#include <riserun/nn/layer.hpp>
#include <riserun/nn/losses.hpp>
#include <riserun/nn/mlp.hpp>
#include <riserun/nn/neuron.hpp>
#include <riserun/nn/parameter_set.hpp>
#include <riserun/nn/rows.hpp>
