package dev.beckon.netty;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
