package io.nelumbo.node.mempool;

