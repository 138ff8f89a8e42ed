#!/usr/bin/env python3
"""A loss and its gradient, written by hand, as a program that `riserun check` can prove.

    riserun check --program 'python3 examples/22_logistic_loss.py' --box -3,3 --coordinates 3
    riserun check --program 'python3 examples/22_logistic_loss.py wrong' --at 0.5,-1,2

The whole protocol: a line holds a point, numbers between spaces; the answer is a line, the value
and then the derivatives. print() writes a float with all its digits; flush, or the answer waits.
"""
import math
import sys

# Two measures of a flower, and whether it is of the kind sought.
FLOWERS = [(1.4, 0.2, 0), (1.3, 0.4, 0), (4.7, 1.4, 1), (4.5, 1.5, 1), (5.1, 1.9, 1), (3.3, 1.0, 0)]
DECAY = 0.01


def loss_and_gradient(theta, wrong):
    """Logistic regression with weight decay: b + w0 x0 + w1 x1 is the log of the odds."""
    bias, w0, w1 = theta
    loss, gradient = 0.0, [0.0, 0.0, 0.0]
    for x0, x1, label in FLOWERS:
        score = bias + w0 * x0 + w1 * x1
        loss += max(score, 0.0) + math.log1p(math.exp(-abs(score))) - label * score
        residual = 1.0 / (1.0 + math.exp(-score)) - label
        for i, x in enumerate((1.0, x0, x1)):
            gradient[i] += residual * x
    loss += 0.5 * DECAY * (w0 * w0 + w1 * w1)
    if not wrong:  # a classic: the decay is in the loss and not in the gradient
        gradient[1] += DECAY * w0
        gradient[2] += DECAY * w1
    return loss, gradient


def main():
    wrong = "wrong" in sys.argv[1:]
    for line in sys.stdin:
        loss, gradient = loss_and_gradient([float(word) for word in line.split()], wrong)
        print(loss, *gradient, flush=True)


if __name__ == "__main__":
    main()
